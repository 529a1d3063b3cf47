import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { emptyFolder, readJson, runCommand } from './support/real-command.ts'
import { refusing, secret } from './support/servers.ts'

const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024))

const head = (...fields: readonly string[]): string =>
  ['HTTP/1.1 401 Unauthorized', 'WWW-Authenticate: Bearer', 'Connection: close', ...fields].join('\r\n')

/** Writes a byte, and another each 20 ms, until the connection is closed. */
function trickle(socket: Socket): void {
  socket.write('HTTP/1.1 401 Unauthorized\r\nX-Slow: ')
  const timer = setInterval(() => socket.write('a'), 20)
  socket.on('close', () => clearInterval(timer))
}

/** Writes fields without end, as fast as they are read. */
function floodFields(socket: Socket): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(`X-Field: ${'a'.repeat(1000)}\r\n`));
  }
  socket.write('HTTP/1.1 401 Unauthorized\r\n')
  socket.on('drain', more)
  more()
}

/** Hostile answers to requests without the valid credential. `trap` is an address that must not be requested. */
const hostileAnswers: Readonly<Record<string, (socket: Socket, trap: string, request: string) => void>> = {
  'trickles its answers': trickle,
  'never ends its fields': floodFields,
  'answers a bomb of gzip': (socket) => {
    socket.end(
      Buffer.concat([
        Buffer.from(`${head('Content-Encoding: gzip', `Content-Length: ${bomb.length}`)}\r\n\r\n`, 'latin1'),
        bomb,
      ]),
    )
  },
  'redirects to another host': (socket, trap) => {
    socket.end(`HTTP/1.1 302 Found\r\nLocation: ${trap}/login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
  },
  'names another host in its challenge': (socket, trap) => {
    const challenge = `WWW-Authenticate: Bearer resource_metadata="${trap}/meta", realm="${trap}"`
    socket.end(`HTTP/1.1 401 Unauthorized\r\n${challenge}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
  },
  'echoes the whole request': (socket, _, request) => {
    socket.end(`${head(`Content-Length: ${Buffer.byteLength(request, 'latin1')}`)}\r\n\r\n${request}`, 'latin1')
  },
  'answers invalid UTF-8': (socket) => {
    const body = Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x1b, 0x5b, 0x33, 0x31, 0x6d])
    socket.end(
      Buffer.concat([Buffer.from(`${head(`Content-Length: ${body.length}`)}\r\nX-\xe9: \xff\r\n\r\n`, 'latin1'), body]),
    )
  },
}

async function openTrap(): Promise<{ readonly url: string; readonly asked: () => number } & AsyncDisposable> {
  let asked = 0
  const server = createServer((socket) => {
    asked++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

describe('a hostile target that accepts the valid credential, and', () => {
  test.each(Object.entries(hostileAnswers))('%s', async (_, answer) => {
    await using trap = await openTrap()
    await using server = await refusing((socket, request) => answer(socket, trap.url, request))
    const cwd = await emptyFolder()
    const only = ['gate', 'bearer/no-scheme-rejected', 'bearer/near-miss-token', 'challenge', 'leak', 'http'].flatMap(
      (id) => ['--only', id],
    )
    const began = performance.now()
    const args = ['--target', server.url, '--token-env', 'API_TOKEN', '--timeout', '300ms', '--concurrency', '20']
    const { code, stdout, stderr } = await runCommand([...args, ...only], { cwd, env: { API_TOKEN: secret } })
    expect(performance.now() - began).toBeLessThan(25_000)
    expect([0, 1], stderr).toContain(code)
    expect(trap.asked()).toBe(0)
    expect(stdout + stderr).not.toContain(secret)
    // A terminal would execute escape sequences of the target.
    expect(stdout).not.toContain('\x1b')
    const file = await readJson(join(cwd, 'results.json'))
    expect(JSON.stringify(file)).not.toContain(secret)
    expect(JSON.stringify(file).length).toBeLessThan(20_000_000)
    expect(file.findings.filter(({ verdict }: { verdict: string }) => verdict === 'error')).toEqual([])
  })
})
