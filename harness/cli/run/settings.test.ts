import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { documentedSystems } from '../../../suites/systems/index.ts'
import type { Flags } from './flags.ts'
import { rerunOf } from './rerun.ts'
import { gatherSettings } from './settings.ts'
import { targetConfigOf } from './target/target-config.ts'

const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

const gatherIn = (cwd: string, flags: Flags, env = {}) =>
  gatherSettings({ flags, io: { cwd, env }, systems: async () => documentedSystems })

const allIn = async (cwd: string, flags: Flags = {}, env = {}) => {
  const gathered = await gatherIn(cwd, flags, env)
  if (gathered.demo) throw new TypeError('only the demo')
  return gathered.targets
}

const oneIn = async (cwd: string, flags: Flags, env = {}) => {
  const [first] = await allIn(cwd, flags, env)
  if (!first) throw new TypeError('no target')
  return first
}

const gather = async (content: string, flags: Flags = {}, name = 'conformance.config.ts') =>
  (await oneIn(await folderWith({ [name]: content }), flags)).settings

test('flags go over the file; durations are milliseconds', async () => {
  const file =
    "export default { target: 'http://a/', tokenEnv: 'T', timeout: '2s', wait: '1m', accepts: { idTokens: true } }"
  expect(await gather(file, { timeout: '500ms', strict: true })).toEqual({
    ...{ target: 'http://a/', tokenEnv: 'T', wait: 60_000, accepts: { idTokens: true } },
    ...{ timeout: 500, strict: true },
  })
})

test('a credential among the flags replaces that of the file', async () => {
  const settings = await gather('target: http://a/\naudience: api', { tokenEnv: 'T' }, 'conformance.config.yaml')
  expect(settings).toEqual({ target: 'http://a/', tokenEnv: 'T' })
})

test('only what says nothing about a target leaves the demo', async () => {
  const empty = await folderWith({})
  expect(await gatherIn(empty, { verbose: true, only: ['alg'] })).toMatchObject({ demo: true })
  await expect(gatherIn(empty, { rejectedStatus: 404 })).rejects.toMatchObject({ code: 'USAGE' })
})

test('text is sent as UTF-8, and a body makes it a POST', () => {
  const credential = { kind: 'static', value: 'x', source: 'T' } as const
  const settings = {
    target: 'http://a:{port}/#part',
    exec: 'x',
    data: '{"ä":1}',
    header: ['X-Name: ö'],
    apiKeyEnv: 'T',
  }
  expect(targetConfigOf(settings, credential)).toMatchObject({
    ...{ target: 'http://a:{port}/', method: 'POST', body: '{"Ã¤":1}', fields: ['X-Name: Ã¶'] },
    channel: { field: 'X-API-Key', scheme: '' },
  })
})

test('features come from the file, and name their secrets only', async () => {
  const settings = await gather("export default { target: 'http://a/', tokenEnv: 'T', health: { path: '/health' } }")
  const credential = { kind: 'static', value: 'x', source: 'T' } as const
  expect(targetConfigOf(settings, credential).features).toEqual({ health: { path: '/health' } })
  const elsewhere = "export default { target: 'http://a/', tokenEnv: 'T', health: { path: '//b/health' } }"
  await expect(gather(elsewhere)).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringContaining('health') })
})

test('the line that runs again leaves --only out and never holds the secret', () => {
  const argv = ['--target', 'http://a/?b c', '--only', 'x', '--only=y', '--header', "X: it's hunter2hunter2"]
  expect(rerunOf(argv, [{ name: 'API_TOKEN', value: 'hunter2hunter2' }])).toBe(
    "npx auth-conformance --target 'http://a/?b c' --header 'X: it'\\''s ‹API_TOKEN›'",
  )
})

test('a documented system gives what flags and file leave out, and its path to a bare target', async () => {
  const folder = await folderWith({})
  const target = 'http://127.0.0.1:8000'
  const env = { LOCAL_AUTH_TOKEN: 'x' }
  const { settings, system } = await oneIn(folder, { system: 'mission-control-local', target }, env)
  expect(system?.id).toBe('mission-control-local')
  expect(settings).toMatchObject({ target: `${target}/api/v1/users/me`, tokenEnv: 'LOCAL_AUTH_TOKEN' })
  const own = await oneIn(folder, { system: 'mission-control-local', target: `${target}/me`, tokenEnv: 'T' })
  expect(own.settings).toMatchObject({ target: `${target}/me`, tokenEnv: 'T' })
})

test('what --env gives the target is what the system is configured with', async () => {
  const folder = await folderWith({})
  const target = 'http://127.0.0.1:{port}'
  const toolkit = { system: 'mcp-toolkit-oauth', target, exec: 'serve' }
  const ours = { MCP_RATE_LIMIT_RPS: '7' }
  const { settings: usual } = await oneIn(folder, toolkit, ours)
  expect(usual).toMatchObject({ audience: 'mcp-toolkit', launch: { discovery: true }, limit: { requests: 7 } })
  const env = { MCP_OAUTH_JWKS_URI: '{jwks_uri}', MCP_OAUTH_AUDIENCE: '{audience}', MCP_RATE_LIMIT_RPS: '50' }
  const { settings: given } = await oneIn(folder, { ...toolkit, env }, ours)
  expect(given).toMatchObject({ audience: 'mcp-toolkit', launch: { discovery: false }, limit: { requests: 50 } })
  const { settings: passedOn } = await oneIn(folder, { ...toolkit, env: { MCP_RATE_LIMIT_RPS: true } }, ours)
  expect(passedOn).toMatchObject({ limit: { requests: 7 } })
})

test('documented systems declare the JWK Set that they fetch, and name paths that exist', async () => {
  const folder = await folderWith({})
  const flags = { target: 'http://127.0.0.1:8000' }
  const toolkit = await oneIn(folder, { ...flags, system: 'mcp-toolkit-oauth' })
  expect(toolkit.settings.jwks).toMatchObject({ newKeyWithin: 60_000, cooldown: 2000 })
  const classic = await oneIn(folder, { ...flags, system: 'classic-models-api' })
  expect(classic.settings.target).toBe('http://127.0.0.1:8000/classic-models/api/v1/customers/')
})

test('a feature of a system whose secrets are not set is left out', async () => {
  const folder = await folderWith({})
  const flags = { system: 'mcp-front', target: 'http://127.0.0.1:8000' }
  expect((await oneIn(folder, flags, { PROD_TOKEN: 'x' })).settings.identities).toBeUndefined()
  const both = await oneIn(folder, flags, { PROD_TOKEN: 'x', DEV_TOKEN: 'y' })
  expect(both.settings.identities).toEqual({ development: { env: 'DEV_TOKEN' } })
})

test('an unknown system is reported with a similar name', async () => {
  const folder = await folderWith({})
  await expect(gatherIn(folder, { system: 'mcp-frnt', target: 'http://a/' })).rejects.toMatchObject({
    code: 'USAGE',
    next: 'Did you mean mcp-front?',
  })
})

const several = `
timeout: 2s
targets:
  local: { target: http://127.0.0.1:8000/me, tokenEnv: LOCAL }
  tokens: { target: http://127.0.0.1:8001/me, audience: api, timeout: 5s }
`

test('several targets share what the file says outside of them; flags go over all', async () => {
  const folder = await folderWith({ 'conformance.config.yaml': several })
  expect(await allIn(folder, { strict: true })).toEqual([
    { name: 'local', settings: { target: 'http://127.0.0.1:8000/me', tokenEnv: 'LOCAL', timeout: 2000, strict: true } },
    { name: 'tokens', settings: { target: 'http://127.0.0.1:8001/me', audience: 'api', timeout: 5000, strict: true } },
  ])
  expect((await allIn(folder, { name: ['tokens'] })).map(({ name }) => name)).toEqual(['tokens'])
  await expect(allIn(folder, { name: ['token'] })).rejects.toMatchObject({
    code: 'USAGE',
    next: 'It has local, tokens.',
  })
})

test('an unknown key of a target is reported with its path', async () => {
  const folder = await folderWith({ 'conformance.config.yaml': 'targets: { local: { targt: http://a/ } }' })
  await expect(allIn(folder)).rejects.toMatchObject({
    code: 'CONFIG',
    message: expect.stringContaining('"targets.local.targt"'),
    next: 'Did you mean "target"?',
  })
})
