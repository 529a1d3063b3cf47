import { writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type CryptoKey, decodeJwt, exportJWK, generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Results } from '../../model/results.ts'
import { emptyFolder, readJson, runCommand } from './support/real-command.ts'
import { answering } from './support/servers.ts'

// A token as a provider issues it: claims of its own, and neither typ nor nbf.
const expected = { issuer: 'https://login.example/', audience: 'https://api.example' }
let publicKey: CryptoKey
let token: string
let jwks: string

beforeAll(async () => {
  const pair = await generateKeyPair('RS256')
  publicKey = pair.publicKey
  token = await new SignJWT({ azp: 'app', scope: 'read', tenant: 'one' })
    .setProtectedHeader({ alg: 'RS256', kid: 'first' })
    .setIssuer(expected.issuer)
    .setAudience(['https://other.example', expected.audience].reverse())
    .setSubject('auth0|1234')
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(pair.privateKey)
  jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'first', alg: 'RS256', use: 'sig' }] })
})

/** A resource server that gets the claims of a token in its own way. */
const resource = (claimsOf: (token: string) => JWTPayload | Promise<JWTPayload>) =>
  answering(async ({ headersDistinct }: IncomingMessage, response: ServerResponse) => {
    const [field = '', ...more] = headersDistinct.authorization ?? []
    const [, given = ''] = (more.length === 0 && /^bearer +([\w.~+/-]+=*)$/i.exec(field)) || []
    const claims = await Promise.resolve(given)
      .then(claimsOf)
      .catch(() => undefined)
    if (claims) response.writeHead(200, { 'content-type': 'application/json' }).end('{"what":"is protected"}')
    else response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()
  })

/** Runs the command with nothing but the token, and where it is given a file of the public keys. */
async function run(url: string, { keys = false } = {}) {
  const cwd = await emptyFolder()
  await writeFile(join(cwd, 'keys.json'), jwks)
  const args = [
    '--target',
    url,
    '--token-env',
    'API_TOKEN',
    '--no-timing',
    ...(keys ? ['--jwks-file', 'keys.json'] : []),
  ]
  const { code, stdout, stderr } = await runCommand(args, { cwd, env: { API_TOKEN: token } })
  const results: Results = await readJson(join(cwd, 'results.json'))
  // What is not judged is described, too: the client secrets of an authorization server, for example.
  const judged = JSON.stringify(results.findings.filter(({ verdict }) => verdict !== 'skip'))
  const found = (pattern: RegExp) => (stdout + stderr + judged).match(pattern)?.slice(0, 3) ?? []
  return { code, results, found }
}

const idsOf = ({ findings }: Results, verdict: string) =>
  findings.filter((finding) => finding.verdict === verdict).map(({ id }) => id)

const ofSharedSecrets = /.{0,40}(?:shared (?:secret|token|bearer)|the whole secret).{0,40}/gi

describe('a real token is enough', { timeout: 90_000 }, () => {
  it('to pass a server that verifies it', async () => {
    await using server = await resource(async (given) => (await jwtVerify(given, publicKey, expected)).payload)
    const { code, results, found } = await run(server.url, { keys: true })
    expect([idsOf(results, 'fail'), idsOf(results, 'warn'), idsOf(results, 'inconclusive')]).toEqual([[], [], []])
    expect(code).toBe(0)
    expect(idsOf(results, 'pass')).toEqual(
      expect.arrayContaining([
        ...['jws/tampered-payload', 'jws/jwe-rejected', 'alg/none-rejected', 'alg/hmac-public-key-confusion'],
        ...['alg/hmac-weak-secret', 'key/jku-x5u-ignored', 'key/kid-lookup', 'bearer/near-miss-token'],
      ]),
    )
    expect(found(ofSharedSecrets)).toEqual([])
    expect(found(new RegExp(token.slice(token.lastIndexOf('.') + 1), 'g'))).toEqual([])
  })

  it('to catch one that only decodes it', async () => {
    await using server = await resource((given) => decodeJwt(given))
    const { code, results, found } = await run(server.url)
    expect(code).toBe(1)
    expect(idsOf(results, 'fail')).toEqual(
      expect.arrayContaining(['jws/tampered-payload', 'jws/empty-signature', 'alg/none-rejected', 'key/x5c-untrusted']),
    )
    expect(found(ofSharedSecrets)).toEqual([])
    const confusion = results.findings.find(({ id }) => id === 'alg/hmac-public-key-confusion')
    expect(confusion?.reason).toMatch(/--jwks-url URL or --jwks-file FILE/)
  })
})
