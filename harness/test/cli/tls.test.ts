import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCertificates } from '../../../mock-idp/adapters/tls/certificates.ts'
import { runInProcess } from './support/in-process.ts'
import { checkSecret, secret } from './support/servers.ts'

const env = { API_TOKEN: secret }

/** A server with a certificate of a private authority for these names, and that authority's certificate in a file. */
async function secured(...names: readonly string[]) {
  const { ca, cert, key } = await createCertificates(names)
  const server = createServer({ cert, key }, checkSecret)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const caFile = join(await mkdtemp(join(tmpdir(), 'conformance-ca-')), 'ca.pem')
  await writeFile(caFile, `An authority for tests\n${ca}\n`)
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/me`,
    caFile,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const only = ['--only', 'gate', '--no-results']

test('--ca trusts a private authority; without it the error names it at once', async () => {
  await using server = await secured('127.0.0.1')
  const args = ['--target', server.url, '--token-env', 'API_TOKEN', ...only]
  const began = performance.now()
  const untrusted = await runInProcess(args, { env })
  expect([untrusted.code, untrusted.stderr]).toEqual([
    3,
    expect.stringMatching(/not trusted \(\w+\)\)?\n {2}Trust it: --ca FILE/),
  ])
  const ofIssuer = await runInProcess(['--target', server.url, '--audience', 'api', '--issuer-port', '0', ...only])
  expect([ofIssuer.code, ofIssuer.stderr]).toEqual([3, expect.stringContaining('--ca FILE')])
  expect(performance.now() - began).toBeLessThan(20_000)
  expect((await runInProcess([...args, '--ca', server.caFile], { env })).stderr).toBe('')
})

test('--ca trusts an authority, not another host name', async () => {
  await using server = await secured('other.example')
  const args = ['--target', server.url, '--token-env', 'API_TOKEN', '--ca', server.caFile, ...only]
  expect((await runInProcess(args, { env })).stderr).toContain('Write a host name of the certificate in --target')
})

test('--ca takes a file with certificates', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-ca-'))
  const ended = (ca: string) =>
    runInProcess(['--target', 'https://127.0.0.1:1/', '--token-env', 'API_TOKEN', '--ca', ca, ...only], {
      env,
      cwd: folder,
    })
  expect(await ended('none.pem')).toMatchObject({ code: 2, stderr: expect.stringContaining('--ca cannot be read') })
  await writeFile(join(folder, 'empty.pem'), 'nothing')
  expect(await ended('empty.pem')).toMatchObject({ code: 2, stderr: expect.stringContaining('no certificate in PEM') })
  await writeFile(join(folder, 'broken.pem'), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
  expect(await ended('broken.pem')).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be read.') })
})
