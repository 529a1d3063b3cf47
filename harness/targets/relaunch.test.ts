import { expect, test } from 'vitest'
import { freePort } from './free-port.ts'
import { startRelaunchable } from './relaunch.ts'

const program = [
  'const secret = process.env.API_TOKEN ?? "";',
  'if (secret.length < 8) { console.error("API_TOKEN is too short"); process.exit(3) }',
  'require("http").createServer((q, s) => s.end(secret)).listen(process.argv[1])',
].join(' ')

const start = async (movable: boolean) => {
  const port = String(await freePort())
  return startRelaunchable({
    port,
    movable,
    on: (port) => ({
      command: `${JSON.stringify(process.execPath)} -e '${program}' ${port}`,
      env: { API_TOKEN: 'the-usual-one' },
      url: new URL(`http://127.0.0.1:${port}/`),
      waitMs: 20_000,
    }),
  })
}

const textAt = async (url: URL | undefined) => (url ? await (await fetch(url)).text() : undefined)

test('a launch runs beside the target, with settings of its own', async () => {
  const target = await start(true)
  const launched = await target.launch({ API_TOKEN: 'another-one' })
  expect(launched.origin?.port).not.toBe(target.origin.port)
  expect(await textAt(launched.origin)).toBe('another-one')
  expect(await textAt(target.origin)).toBe('the-usual-one')
  await launched.stop()
  await target.stop()
  await expect(fetch(target.origin)).rejects.toThrow('fetch failed')
})

test('where the port is fixed, a launch takes the place of the target until it is stopped', async () => {
  const target = await start(false)
  const launched = await target.launch({ API_TOKEN: 'another-one' })
  expect(launched.origin?.href).toBe(target.origin.href)
  expect(await textAt(target.origin)).toBe('another-one')
  await launched.stop()
  await launched.stop()
  expect(await textAt(target.origin)).toBe('the-usual-one')
  await target.stop()
})

test.each([
  ['short', 'short'],
  ['missing', undefined],
])('a target that does not start says how and why: %s', async (_, secret) => {
  const target = await start(true)
  const launched = await target.launch({ API_TOKEN: secret })
  expect(launched).toMatchObject({ ended: 'exit code 3' })
  expect(launched.origin).toBeUndefined()
  expect(launched.wrote('API_TOKEN')).toBe(true)
  await launched.stop()
  await target.stop()
})
