import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checked, emptyFolder, programOf, readJson, runs, startCommand, untilWritten } from './support/real-command.ts'
import { answering, checkSecret, secret } from './support/servers.ts'

const env = { API_TOKEN: secret }

test.each(['SIGINT', 'SIGTERM'] as const)('130: %s in the middle prints what is known', async (signal) => {
  const cwd = await emptyFolder()
  const counted = new EventEmitter()
  const held = once(counted, 'held')
  let answered = 0
  await using server = await answering((request, response) => {
    // Answers the gate and some checks, and then no more.
    if (++answered > 60) counted.emit('held')
    else checkSecret(request, response)
  })
  const command = startCommand(['--target', server.url, '--token-env', 'API_TOKEN'], { cwd, env })
  await held
  const began = performance.now()
  command.kill(signal)
  const { code, stdout, stderr } = checked(await command)
  expect(performance.now() - began).toBeLessThan(2000)
  expect([code, stderr]).toEqual([130, expect.stringContaining('Interrupted')])
  expect(stdout).toContain('interrupted: ')
  expect(await readJson(join(cwd, 'results.json'))).toMatchObject({ interrupted: true })
})

test('130: while the target takes no token yet, and the port of the issuer is free again', async () => {
  await using server = await answering((_, response) => response.writeHead(401).end())
  const command = startCommand(['--target', server.url, '--audience', 'api', '--issuer-port', '0'], {
    cwd: await emptyFolder(),
  })
  const said = await untilWritten(command.stderr, /401 Unauthorized\. Waiting up to 30 s until it takes a token/)
  const port = Number(/127\.0\.0\.1:(\d+)\/jwks/.exec(said)?.[1])
  command.kill('SIGINT')
  const { code, stderr } = checked(await command)
  expect([code, stderr]).toEqual([130, expect.stringContaining('Interrupted before any check ran.')])
  await expect(connecting(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('130: a target that we started is stopped, even one that ignores SIGTERM', async () => {
  const cwd = await emptyFolder()
  const pidFile = join(cwd, 'pid')
  const exec = `STUBBORN=1 ${process.execPath} ${programOf('token-server.ts')} {port} ${pidFile} & wait`
  const args = ['--exec', exec, '--target', 'http://127.0.0.1:{port}/me', '--audience', 'api']
  const command = startCommand(args, { cwd, env })
  await untilWritten(command.stderr, /Waiting up to/)
  const pid = Number(await readJson(pidFile))
  expect(await runs(pid)).toBe(true)
  command.kill('SIGINT')
  const { code } = checked(await command)
  expect([code, await runs(pid)]).toEqual([130, false])
})

const connecting = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.end() && undefined))
    socket.on('error', reject)
  })
