import { expect, test } from 'vitest'
import { printedToken } from './token-command.ts'

const run = (command: string, more: Partial<Parameters<typeof printedToken>[1]> = {}) =>
  printedToken(command, { env: { PATH: process.env.PATH }, ...more })

test('is the line that the command prints, by the shell', async () => {
  expect(await run('echo first | tr a-z A-Z')).toBe('FIRST')
  expect(await run('printf "%s" "$NAME"', { env: { PATH: process.env.PATH, NAME: 'from-env' } })).toBe('from-env')
})

test.each([
  ['exit 3', /ended with exit code 3\.$/],
  ['echo not signed in >&2; exit 1', /exit code 1:\n {2}\| not signed in$/],
  ['true', /printed nothing\.$/],
  ['echo a; echo b', /printed 2 lines/],
  [`echo '{"token":"x"}'`, /printed JSON/],
])('%s', async (command, message) => {
  await expect(run(command)).rejects.toMatchObject({
    code: 'NO_ACCESS_TOKEN',
    message: expect.stringMatching(message),
    next: expect.any(String),
  })
})

test('what it prints is in no message', async () => {
  const error: Error = await run('echo secret-token-value; echo got secret-token-value >&2; exit 1').catch((e) => e)
  expect(error.message).toContain('| got ‹TOKEN›')
  expect(error.message).not.toContain('secret-token')
})

test('it has a time limit and no input, and ends with the run', async () => {
  await expect(run('sleep 30', { limitMs: 50 })).rejects.toThrow(/no token within 0\.05 s/)
  await expect(run('cat')).rejects.toThrow(/printed nothing/)
  const interruption = new AbortController()
  const running = run('sleep 30', { signal: interruption.signal })
  interruption.abort()
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
})
