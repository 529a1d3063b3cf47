import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listen } from '../../../fixtures/references/listen.ts'
import { staticTokenResource } from '../../../fixtures/references/static-token.ts'
import { emptyFolder, programOf, readJson, runCommand } from './support/real-command.ts'
import { answering, checkSecret, secret } from './support/servers.ts'

const env = { API_TOKEN: secret }

test('0: a correct server, its report on stdout, nothing on stderr, results in a file', async () => {
  const server = await listen(staticTokenResource(secret))
  const cwd = await emptyFolder()
  const target = new URL('/me', server.origin).href
  const args = ['--target', target, '--token-env', 'API_TOKEN', '--no-timing']
  const { code, stdout, stderr } = await runCommand(args, { cwd, env })
  await server.close()
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain(target)
  expect(stdout + stderr).not.toContain(secret)
  const results = await readJson(join(cwd, 'results.json'))
  expect(results).toMatchObject({ schemaVersion: 1, interrupted: false, summary: { fail: 0, error: 0 } })
  expect(results.rerun).toBe(`npx auth-conformance ${args.join(' ')}`)
  expect(JSON.stringify(results)).not.toContain(secret)
})

test('1: without any argument, the demo, with what to type for an own server', async () => {
  const cwd = await emptyFolder()
  const { code, stdout, stderr } = await runCommand([], { cwd })
  expect(code).toBe(1)
  expect(stdout).toMatch(/FAIL {2}alg\/none-rejected/)
  expect(stderr.trimEnd().split('\n').at(-1)).toContain('--target http://127.0.0.1:8000/me --token-env API_TOKEN')
  expect((await readJson(join(cwd, 'results.json'))).summary.fail).toBeGreaterThan(0)
})

test('1: the line that repeats a vector of the demo asAction', async () => {
  const { code, stdout } = await runCommand(['--only', 'alg/none-rejected[nOnE, no signature]', '--format', 'json'])
  const failed = JSON.parse(stdout).findings.filter(({ verdict }: { verdict: string }) => verdict === 'fail')
  expect([code, failed.map(({ id }: { id: string }) => id)]).toEqual([1, ['alg/none-rejected']])
  expect(failed[0].vectors.map(({ vector }: { vector: string }) => vector)).toEqual(['nOnE, no signature'])
})

test('2: nothing executed', async () => {
  await using server = await answering(checkSecret)
  const args = ['--target', server.url, '--token-env', 'API_TOKEN', '--only', 'jws']
  const { code, stderr } = await runCommand(args, { env })
  expect([code, stderr]).toEqual([2, expect.stringContaining('No check was left to run')])
})

test.each([
  ['check', /1 of the checks:\n {2}faulty\/check: thrown by a check/],
  ['load', /A fault of auth-conformance itself: thrown while loading\n {2}Please report it/],
  ['late', /A fault of auth-conformance itself: thrown outside of the run\n {2}Please report it/],
])('70: a fault of ours, in a %s', async (fault, message) => {
  await using server = await answering(checkSecret)
  const args = [fault, '--target', server.url, '--token-env', 'API_TOKEN']
  const { code, stderr } = await runCommand(args, { env, program: programOf('faulty.ts') })
  expect([code, stderr]).toEqual([70, expect.stringMatching(message)])
})
