import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIdp } from '../index.ts'
import { readIdpConfig } from './read-config.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'idp-config-'))
})
afterAll(() => rm(folder, { recursive: true }))

const write = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

test('YAML and JSON are equivalent, with secrets from the environment', async () => {
  const yaml = `
users:
  - sub: carol
    claims: { name: Carol }
clients:
  - clientId: app
    clientSecret: $env:APP_SECRET
lifetimes: { accessToken: 60 }
dialects: [clerk]
tenants:
  acme: { signIn: automatic }
`
  const env = { APP_SECRET: 'of-the-app' }
  const read = await readIdpConfig(await write('idp.yaml', yaml), env)
  expect(read).toEqual({
    users: [{ sub: 'carol', claims: { name: 'Carol' } }],
    clients: [{ clientId: 'app', clientSecret: 'of-the-app' }],
    lifetimes: { accessToken: 60 },
    dialects: ['clerk'],
    tenants: { acme: { signIn: 'automatic' } },
  })
  const json = JSON.stringify(read).replace('of-the-app', '$env:APP_SECRET')
  expect(await readIdpConfig(await write('idp.json', json), env)).toEqual(read)
  const idp = createIdp({ issuer: 'http://idp.test', keys: ['ES256'], ...read })
  const key = { headers: { authorization: 'Bearer sk_test_any' } }
  expect((await idp.fetch(new Request('http://idp.test/v1/users/carol', key))).status).toBe(200)
  expect((await idp.users.list()).map(({ sub }) => sub)).toEqual(['carol'])
  expect(await idp.tenant('acme').settings.get()).toMatchObject({ signIn: 'automatic', lifetimes: { accessToken: 60 } })
})

test.each([
  ['wrong.json', '{"user":[]}', /"user"/],
  ['deep.json', '{"clients":[{"clientId":"a","redirectUri":"x"}]}', /clients\[0\]/],
  ['broken.json', '{', /is not valid JSON/],
  ['broken.yaml', 'a: [', /is not valid YAML/],
  ['dialect.json', '{"dialects":["auth0"]}', /dialects\[0\]/],
  ['unset.json', '{"audience":"$env:NOT_SET"}', /NOT_SET/],
])('%s is rejected with a message that says what is wrong', async (name, text, message) => {
  const path = await write(name, text)
  await expect(readIdpConfig(path, {})).rejects.toMatchObject({
    code: 'OPTIONS',
    message: expect.stringMatching(message),
  })
})

test('the error for a missing file contains its name', async () => {
  await expect(readIdpConfig(join(folder, 'none.json'), {})).rejects.toThrow(/none\.json cannot be read: ENOENT/)
})
