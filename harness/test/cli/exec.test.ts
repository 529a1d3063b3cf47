import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { emptyFolder, programOf, readJson, runCommand, runs } from './support/real-command.ts'
import { secret, speaking } from './support/servers.ts'

const env = { API_TOKEN: secret }
const node = process.execPath
const target = ['--target', 'http://127.0.0.1:{port}/me', '--no-results']
const token = ['--token-env', 'API_TOKEN', '--no-timing']

/** Runs a target whose process writes its id; tells also whether that process outlives the command. */
async function runWithPid(exec: (pidFile: string) => string, more: readonly string[] = [], program?: string) {
  const pidFile = join(await emptyFolder(), 'pid')
  const args = ['--exec', exec(pidFile), ...target, ...token, ...more]
  const ended = await runCommand(program ? ['late', ...args] : args, { env, ...(program && { program }) })
  return { ...ended, alive: await runs(Number(await readJson(pidFile))) }
}

describe('--exec', () => {
  test('fills in the port, waits until the server answers, and stops it', async () => {
    const exec = (pidFile: string) => `${node} ${programOf('token-server.ts')} {port} ${pidFile}`
    const { stdout, alive } = await runWithPid(exec)
    expect(stdout).toMatch(/GET http:\/\/127\.0\.0\.1:\d+\/me/)
    expect(stdout).toMatch(/\d+ passed/)
    expect(alive).toBe(false)
  })

  test('stops what the shell started, too', async () => {
    const exec = (pidFile: string) => `(${node} ${programOf('token-server.ts')} {port} ${pidFile} & wait) & wait`
    expect(await runWithPid(exec)).toMatchObject({ alive: false })
  })

  test('leaves nothing behind when we break', async () => {
    const exec = (pidFile: string) => `${node} ${programOf('token-server.ts')} {port} ${pidFile} & wait`
    expect(await runWithPid(exec, [], programOf('faulty.ts'))).toMatchObject({ code: 70, alive: false })
  })

  test('fills issuer, audience and JWKS URI into command and environment', async () => {
    const exec = `${node} ${programOf('jwt-server.ts')} {port} {issuer} {audience}`
    const args = [
      '--exec',
      exec,
      '--env',
      'JWKS_URI={jwks_uri}',
      ...target,
      '--audience',
      'urn:my api'.replace(' ', '-'),
    ]
    const { code, stdout, stderr } = await runCommand([
      ...args,
      '--algorithms',
      'RS256',
      '--only',
      'jws',
      '--only',
      'alg',
    ])
    expect(stderr).toContain('audience  urn:my-api')
    expect(stdout).toMatch(/JWT of http:\/\/127\.0\.0\.1:\d+ for audience urn:my-api/)
    expect(code).toBe(0)
  })
})

describe('3: a command that', () => {
  test('ends is shown with its last output, without the secret', async () => {
    const exec = `${node} -e "console.error('no database', process.env.API_TOKEN); process.exit(4)"`
    const { code, stderr } = await runCommand(['--exec', exec, ...target, ...token], { env })
    expect([code, stderr]).toEqual([
      3,
      expect.stringMatching(/ended with exit code 4 .*\n {2}\| no database ‹API_TOKEN›/),
    ])
  })

  test('is not found', async () => {
    const { code, stderr } = await runCommand(['--exec', 'no-such-program', ...target, ...token], { env })
    expect([code, stderr]).toEqual([3, expect.stringMatching(/ended with exit code 127 .*\n {2}\| .*not found/)])
  })

  test('never listens', async () => {
    const args = ['--exec', 'sleep 60', ...target, ...token, '--wait', '500ms']
    const { code, stderr } = await runCommand(args, { env })
    expect([code, stderr]).toEqual([3, expect.stringContaining('gave no HTTP answer within 0.5 s')])
  })
})

test('2: something else listens where the command should', async () => {
  await using server = await speaking(() => {})
  const args = ['--exec', 'sleep 60', '--target', server.url, ...token]
  const { code, stderr } = await runCommand(args, { env })
  expect([code, stderr]).toEqual([2, expect.stringContaining('listens at 127.0.0.1:')])
})

test('2: a placeholder without a value', async () => {
  const { code, stderr } = await runCommand(['--exec', 'serve --trust {issuer}', ...target, ...token], { env })
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/\{issuer\} is not available without --audience\.\n.*Add --audience/),
  ])
})

test('--env with a name alone passes on the current value, which must be set', async () => {
  const { code, stderr } = await runCommand(
    [
      ...['--target', 'http://127.0.0.1:{port}/me', '--exec', 'node x.js', '--token-env', 'API_TOKEN'],
      ...['--env', 'NOT_SET'],
    ],
    { env: { API_TOKEN: secret } },
  )
  expect([code, stderr]).toEqual([2, expect.stringContaining('--env NOT_SET passes on a variable that is not set')])
})
