import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Flags } from '../test.ts'
import { profileOf } from './profile.ts'
import { rerunOf } from './rerun.ts'
import { gatherSettings } from './settings.ts'

const folderWith = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  return folder
}

const gather = async (content: string, flags: Flags = {}, name = 'conformance.config.ts') =>
  (await gatherSettings(flags, await folderWith({ [name]: content }))).settings

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
  expect(await gatherSettings({ verbose: true, only: ['alg'] }, empty)).toMatchObject({ demo: true })
  await expect(gatherSettings({ hiding: 404 }, empty)).rejects.toMatchObject({ code: 'USAGE' })
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
  expect(profileOf(settings, credential)).toMatchObject({
    ...{ target: 'http://a:{port}/', method: 'POST', body: '{"Ã¤":1}', fields: ['X-Name: Ã¶'] },
    channel: { field: 'X-API-Key', scheme: '' },
  })
})

test('features come from the file, and name their secrets only', async () => {
  const settings = await gather("export default { target: 'http://a/', tokenEnv: 'T', health: { path: '/health' } }")
  const credential = { kind: 'static', value: 'x', source: 'T' } as const
  expect(profileOf(settings, credential).features).toEqual({ health: { path: '/health' } })
  const elsewhere = "export default { target: 'http://a/', tokenEnv: 'T', health: { path: '//b/health' } }"
  await expect(gather(elsewhere)).rejects.toMatchObject({ code: 'CONFIG', message: expect.stringContaining('health') })
})

test('the line that runs again leaves --only out and never holds the secret', () => {
  const argv = ['--target', 'http://a/?b c', '--only', 'x', '--only=y', '--header', "X: it's hunter2hunter2"]
  const credential = { kind: 'static', value: 'hunter2hunter2', source: 'API_TOKEN' } as const
  expect(rerunOf(argv, credential)).toBe(
    "npx auth-conformance --target 'http://a/?b c' --header 'X: it'\\''s ‹API_TOKEN›'",
  )
})
