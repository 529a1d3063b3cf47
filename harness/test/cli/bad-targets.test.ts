import { describe, expect, test } from 'vitest'
import { runCommand } from './support/real-command.ts'
import { answering, type Running, secret, speaking } from './support/servers.ts'

const env = { API_TOKEN: secret }
const open = '{"secret":"shown to everyone"}'

/** Each fails at the gate: exit code 3, with one message about the answer. */
const targets: Readonly<Record<string, readonly [() => Promise<Running>, RegExp]>> = {
  'rejects the valid token': [
    () => answering((_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end()),
    /answered 401 Unauthorized to the valid credential\.\n {2}Is the token in the environment/,
  ],
  'accepts an unknown token': [
    () => answering((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(open)),
    /accepts an unknown credential/,
  ],
  'answers 200 to rejections that it does not declare': [
    () =>
      answering(({ headers }, response) => {
        const known = headers.authorization === `Bearer ${secret}`
        response.writeHead(200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(known ? { data: { me: 1 } } : { data: null, errors: ['UNAUTHENTICATED'] }))
      }),
    /it answers 200, as to the valid one, with .*UNAUTHENTICATED.*\n {2}If that is a rejection, declare .*--rejection body=/,
  ],
  'has no such path': [
    () => answering((_, response) => response.writeHead(404).end()),
    /answered 404 Not Found to the valid credential\.\n {2}Does the path exist/,
  ],
  hangs: [() => speaking(() => {}), /no answer in time.*\n.*Raise --timeout/],
  'closes early': [() => speaking((socket) => socket.destroy()), /the connection closed without an answer/],
  'closes in the middle': [
    () => speaking((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf')),
    /error: http.*\n.*Is the server running/,
  ],
  'answers 10 MB': [
    () => answering((_, response) => response.writeHead(200).end(Buffer.alloc(10 * 1024 * 1024, 'x'))),
    /over the size limit.*\n.*a small answer/,
  ],
  'speaks no HTTP': [() => speaking((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n')), /not HTTP\/1\.1/],
}

describe('3: a target that', () => {
  test.each(Object.entries(targets))('%s', async (_, [start, message]) => {
    await using server = await start()
    const began = performance.now()
    const args = ['--target', server.url, '--token-env', 'API_TOKEN', '--timeout', '300ms', '--no-results']
    const { code, stderr } = await runCommand(args, { env })
    expect(performance.now() - began).toBeLessThan(8000)
    expect([code, stderr]).toEqual([3, expect.stringMatching(message)])
    expect(stderr.match(/^error: /gm)).toHaveLength(1)
  })

  test('is not there', async () => {
    const server = await speaking(() => {})
    await server[Symbol.asyncDispose]()
    const { code, stderr } = await runCommand(['--target', server.url, '--token-env', 'API_TOKEN'], { env })
    expect([code, stderr]).toEqual([3, expect.stringMatching(/connection refused.*\n.*--exec can start it/)])
  })

  test('never takes a token of the issuer', async () => {
    await using server = await answering((_, response) => response.writeHead(401).end())
    const args = ['--target', server.url, '--audience', 'api', '--issuer-port', '0', '--wait', '400ms']
    const { code, stderr } = await runCommand(args)
    expect([code, stderr]).toEqual([3, expect.stringContaining('Does the server trust the printed issuer')])
  })
})

test('a secret that the target echoes is in no output', async () => {
  await using server = await answering(({ headers }, response) => response.writeHead(401).end(headers.authorization))
  const { stdout, stderr } = await runCommand(
    ['--target', server.url, '--token-env', 'API_TOKEN', '--format', 'json'],
    { env },
  )
  expect(stdout + stderr).not.toContain(secret)
  expect(JSON.parse(stdout).stop.code).toBe('CREDENTIAL_REFUSED')
})
