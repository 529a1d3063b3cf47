import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serveIdp } from '../../../mock-idp/adapters/node.ts'
import { emptyFolder, readJson, runCommand } from './support/real-command.ts'

const redirectUri = 'https://app.example/callback'
const clients = [{ clientId: 'app', clientSecret: 'of-the-app', redirectUris: [redirectUri] }] as const
const env = { CLIENT_SECRET: 'of-the-app' }

const configured = async (url: string): Promise<string> => {
  const cwd = await emptyFolder()
  const op = { client: { id: 'app', secret: { env: 'CLIENT_SECRET' } }, redirectUri }
  await writeFile(join(cwd, 'conformance.config.json'), JSON.stringify({ target: `${url}/userinfo`, op }))
  return cwd
}

test('signs in for the credential, and tests the issuer', async () => {
  await using served = await serveIdp({ port: 0, signIn: 'automatic', clients })
  const cwd = await configured(served.url)
  const { code, stdout } = await runCommand(['--only', 'op/pkce-enforced', '--only', 'op/metadata-valid'], { cwd, env })
  expect(stdout).toContain('ACCESS_TOKEN')
  expect(code).toBe(0)
  const { summary } = await readJson(join(cwd, 'results.json'))
  expect(summary).toMatchObject({ executed: 2, fail: 0, inconclusive: 0 })
})

test('says why there is no access token', async () => {
  await using served = await serveIdp({ port: 0, signIn: 'page', clients })
  const { code, stderr } = await runCommand(['--only', 'op'], { cwd: await configured(served.url), env })
  expect(code).toBe(3)
  expect(stderr).toContain('op.signIn names the fields of its forms')
})
