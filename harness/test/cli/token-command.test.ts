import { expect, test } from 'vitest'
import { runInProcess } from './support/in-process.ts'
import { answering, checkSecret, secret } from './support/servers.ts'

const env = { PATH: process.env.PATH ?? '' }

test('--token-cmd gives the token, which is in no output', async () => {
  await using server = await answering(checkSecret)
  const args = ['--target', server.url, '--only', 'bearer', '--no-timing', '--format', 'json', '--no-results']
  const ended = await runInProcess([...args, '--token-cmd', `printf ${secret.slice(0, 5)}; echo ${secret.slice(5)}`], {
    env,
  })
  expect([ended.code, ended.stderr]).toEqual([0, ''])
  expect(ended.stdout).not.toContain(secret)
  expect(ended.stdout).toContain('‹TOKEN›')
})

test('a command that gives none ends the run before it begins', async () => {
  const args = ['--target', 'http://127.0.0.1:1/', '--no-results', '--token-cmd', 'exit 7']
  expect(await runInProcess(args, { env })).toMatchObject({ code: 3, stderr: expect.stringContaining('exit code 7') })
  const two = await runInProcess([...args, '--token-env', 'T'], { env: { T: 'x' } })
  expect(two).toMatchObject({ code: 2, stderr: expect.stringContaining('name different credentials') })
})
