import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

import { serveIdp } from '../../../mock-idp/adapters/node.ts'
import type { Client } from '../../../mock-idp/clients/clients.ts'
import type { JwkSet } from '../../../mock-idp/model.ts'
import { emptyFolder, readJson, runCommand } from './support/real-command.ts'

const redirectUri = 'https://app.example/callback'
const clients = [{ clientId: 'app', clientSecret: 'of-the-app', redirectUris: [redirectUri] }] as const

/** The flags of the client above. */
const client = ['--client-id', 'app', '--client-secret-env', 'CLIENT_SECRET', '--redirect-uri', redirectUri]
const env = { CLIENT_SECRET: 'of-the-app', PASSWORD: 'alice' }

const verdictsIn = async (cwd: string): Promise<Readonly<Record<string, string>>> => {
  const { findings } = await readJson(join(cwd, 'results.json'))
  return Object.fromEntries(findings.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]))
}

describe('conformance op --issuer', () => {
  test('tests what needs no client', async () => {
    await using served = await serveIdp({ port: 0 })
    const cwd = await emptyFolder()
    const { code, stdout } = await runCommand(['op', '--issuer', served.idp.issuer, '--verbose'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('no client is named; --client-id with --redirect-uri')
    const verdicts = await verdictsIn(cwd)
    expect(Object.keys(verdicts).filter((id) => verdicts[id] === 'pass')).toEqual([
      'op/metadata-valid',
      'op/jwks-sound',
      'op/redirect-uri-exact',
      'op/token-endpoint-errors',
      'op/userinfo',
      'op/introspection-and-revocation',
      'op/legacy-grants-off',
    ])
    expect(Object.values(verdicts).filter((verdict) => verdict !== 'pass' && verdict !== 'skip')).toEqual([])
  })

  test('signs in with a client, at the pages of an issuer with a path', async () => {
    await using served = await serveIdp({ port: 0, signIn: 'page', passwords: true, clients, tenants: { acme: {} } })
    const { issuer } = served.idp.tenant('acme')
    const signIn = ['--sign-in', 'username=alice', '--sign-in-env', 'password=PASSWORD']
    const only = ['op/code-single-use', 'op/userinfo', 'op/prompt-and-max-age'].flatMap((id) => ['--only', id])
    const cwd = await emptyFolder()
    const { code, stdout } = await runCommand(['op', '--issuer', issuer, ...client, ...signIn, ...only], { cwd, env })
    expect(code, stdout).toBe(0)
    expect(await verdictsIn(cwd)).toMatchObject({
      'op/code-single-use': 'pass',
      'op/userinfo': 'pass',
      'op/prompt-and-max-age': 'pass',
    })
  })

  test.each(['as a JWK', 'in PEM', 'in a file'])('authenticates by a private key %s', async (how) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwks = {
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'of-the-app', alg: 'ES256', use: 'sig' }],
    } as unknown as JwkSet
    const signing: Client = { clientId: 'app', redirectUris: [redirectUri], authMethod: 'private_key_jwt', jwks }
    await using served = await serveIdp({ port: 0, signIn: 'automatic', clients: [signing] })
    const cwd = await emptyFolder()
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const jwk = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'of-the-app', alg: 'ES256' })
    await writeFile(join(cwd, 'client.pem'), pem)
    const key = { 'as a JWK': jwk, 'in PEM': pem, 'in a file': 'client.pem' }[how] ?? ''
    const flags = ['--client-id', 'app', '--client-key-env', 'CLIENT_KEY', '--redirect-uri', redirectUri]
    const only = ['--only', 'op/introspection-and-revocation', '--only', 'op/token-endpoint-errors']
    const { code, stdout } = await runCommand(['op', '--issuer', served.idp.issuer, ...flags, ...only], {
      cwd,
      env: { CLIENT_KEY: key },
    })
    expect(code, stdout).toBe(0)
    expect(await verdictsIn(cwd)).toMatchObject({
      'op/introspection-and-revocation': 'pass',
      'op/token-endpoint-errors': 'pass',
    })
    // Whoever read a signature in a report could use the assertion for a minute.
    expect(JSON.stringify(await readJson(join(cwd, 'results.json')))).not.toMatch(
      /client_assertion=[\w-]+\.[\w-]+\.[\w-]{20}/,
    )
  })

  test('takes what it is not told from "op" in a configuration file, and the flags override that', async () => {
    await using served = await serveIdp({ port: 0, signIn: 'automatic', clients })
    const cwd = await emptyFolder()
    const op = {
      issuer: 'http://127.0.0.1:9',
      client: { id: 'app', secret: { env: 'CLIENT_SECRET' } },
      redirectUri,
      codeLifetime: '50ms',
    }
    await writeFile(join(cwd, 'conformance.config.json'), JSON.stringify({ target: 'http://127.0.0.1:9/me', op }))
    const flags = ['--issuer', served.idp.issuer, '--only', 'op/code-single-use']
    const { code } = await runCommand(['op', ...flags], { cwd, env })
    // Its codes live longer than the file says.
    expect(code).toBe(1)
    const { findings } = await readJson(join(cwd, 'results.json'))
    const { vectors } = findings.find(({ id }: { id: string }) => id === 'op/code-single-use')
    expect(vectors.find(({ vector }: { vector: string }) => vector === 'after its lifetime').verdict).toBe('fail')
  })

  test.each([
    ['no issuer', [], 2, 'No issuer is named.'],
    ['a URL without --issuer', ['https://id.example'], 2, 'Write --issuer before'],
    ['an issuer with a password', ['--issuer', 'https://a:hidden@id.example'], 2, 'without user, query and fragment'],
    [
      'a client without its redirect URI',
      ['--issuer', 'https://id.example', '--client-id', 'app'],
      2,
      '--redirect-uri',
    ],
    [
      'a secret without its client',
      ['--issuer', 'https://id.example', '--client-secret-env', 'A'],
      2,
      'no effect without --client-id',
    ],
    [
      'a variable without a key',
      [
        '--issuer',
        'https://id.example',
        '--client-id',
        'app',
        '--client-key-env',
        'PASSWORD',
        '--redirect-uri',
        redirectUri,
      ],
      2,
      'PASSWORD holds no private key',
    ],
    ['a server without metadata', ['--issuer', 'http://127.0.0.1:9'], 3, 'shows no metadata at /.well-known/'],
  ] as const)('says what is wrong: %s', async (_, args, expected, message) => {
    const { code, stderr } = await runCommand(['op', ...args], { env })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('hidden')
    expect(code).toBe(expected)
  })

  test('says why a client gets no token', async () => {
    await using served = await serveIdp({ port: 0, signIn: 'page', clients })
    const { code, stderr } = await runCommand(['op', '--issuer', served.idp.issuer, ...client], { env })
    expect(stderr).toContain('--sign-in')
    expect(code).toBe(3)
  })
})
