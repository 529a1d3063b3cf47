import { execa } from 'execa'
import { expect, test } from 'vitest'
import { checked, runCommand, startCommand, untilWritten } from './support/real-command.ts'

test('idp: every curl of its banner works, and Ctrl-C is its normal end', async () => {
  const command = startCommand(['idp', '--port', '0', '--audience', 'my-api'])
  const banner = await untilWritten(command.stdout, /Ctrl-C/)
  const curls = banner.replaceAll('\\\n', '').match(/^ *curl .*$/gm) ?? []
  expect(curls).toHaveLength(3)
  const answers = await Promise.all(
    curls.map(async (line) => JSON.parse((await execa({ shell: true })`${line}`).stdout)),
  )
  expect(answers).toEqual([
    expect.objectContaining({ access_token: expect.any(String), token_type: 'Bearer' }),
    { token: expect.any(String) },
    { rotated: expect.any(Array) },
  ])
  command.kill('SIGINT')
  expect(checked(await command)).toMatchObject({ code: 0, stderr: '' })
})

test('idp: a password on the command line is rejected, and not repeated', async () => {
  const { code, stderr } = await runCommand(['idp', '--port', '0', '--store', 'redis://user:hunter2@localhost'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('--store-env STORE_URL')])
  expect(stderr).not.toContain('hunter2')
})

test('idp: an unknown dialect is a usage error that names the known ones', async () => {
  const { code, stderr } = await runCommand(['idp', '--port', '0', '--dialect', 'auth0'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('"auth0"; use clerk or classic-models')])
})

test('idp: the log gives the full reason of a rejection', async () => {
  const env = { APP_SECRET: 'of-the-app' }
  const command = startCommand(['idp', '--port', '0', '--client', 'app:APP_SECRET'], { env })
  const banner = await untilWritten(command.stdout, /Ctrl-C/)
  expect(banner).toContain('-u "app:$APP_SECRET"')
  const token = /http\S+\/token/.exec(banner)?.[0] ?? ''
  const logged = untilWritten(command.stderr, /401 invalid_client: wrong or missing secret for client "app"/)
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: 'app', client_secret: 'wrong' })
  expect((await fetch(token, { method: 'POST', body })).status).toBe(401)
  await logged
  command.kill('SIGTERM')
  expect((await command).exitCode).toBe(0)
})
