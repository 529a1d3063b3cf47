import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { get } from 'node:https'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { serveIdp } from '../node.ts'

const script = 'fetch(process.argv[1]).then((answer) => answer.json()).then(({ issuer }) => console.log(issuer))'

test('a process that trusts the authority trusts the issuer, another one does not', async () => {
  await using served = await serveIdp({ port: 0, keys: ['ES256'], https: true })
  expect(served.url).toMatch(/^https:\/\/127\.0\.0\.1:/)
  const run = (env: Readonly<Record<string, string>>) =>
    execa(process.execPath, ['-e', script, `${served.url}/.well-known/openid-configuration`], { env, reject: false })
  expect((await run({ NODE_EXTRA_CA_CERTS: served.caFile ?? '' })).stdout).toBe(served.url)
  expect((await run({})).exitCode).toBe(1)
})

test('cookies are for https only, and the CA file is deleted with the server', async () => {
  const served = await serveIdp({ port: 0, keys: ['ES256'], https: true, signIn: 'automatic' })
  const ca = await readFile(served.caFile ?? '', 'utf8')
  const query =
    'response_type=code&client_id=conformance-public&redirect_uri=http://127.0.0.1/&code_challenge_method=S256'
  const url = `${served.url}/authorize?${query}&code_challenge=${'c'.repeat(43)}`
  const cookies = await new Promise<readonly string[] | undefined>((resolve, reject) => {
    get(url, { ca }, (response) => resolve(response.resume().headers['set-cookie'])).on('error', reject)
  })
  expect(cookies?.[0]).toContain('; Secure')
  await served.close()
  expect(existsSync(served.caFile ?? '')).toBe(false)
})

test('openssl verifies the certificate for all of its names', async ({ skip }) => {
  const openssl = await execa('openssl', ['version'], { reject: false })
  skip(openssl.failed, 'openssl is not installed')
  await using served = await serveIdp({ port: 0, keys: ['ES256'], https: true, certificateNames: ['idp.example'] })
  const address = served.url.slice('https://'.length)
  const verified = await execa(
    'openssl',
    [
      's_client',
      '-connect',
      address,
      '-CAfile',
      served.caFile ?? '',
      '-verify_hostname',
      'idp.example',
      '-verify_return_error',
    ],
    { input: '', reject: false },
  )
  expect(verified.stdout).toContain('Verify return code: 0 (ok)')
})
