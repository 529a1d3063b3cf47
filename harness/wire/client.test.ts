import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createWireClient, type WireAnswer, type WireClientOptions } from './client.ts'
import { composeRequest } from './request.ts'

/** A client of a server that is handed each connection, with its number, and each piece of what comes in. */
async function clientOf(
  serve: (socket: Socket, connection: number, piece: string) => void,
  options: Partial<WireClientOptions> = {},
) {
  let connections = 0
  const server = createServer({ noDelay: true }, (socket) => {
    const connection = connections++
    socket.on('error', () => {})
    socket.on('data', (piece) => serve(socket, connection, piece.toString('latin1')))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const client = createWireClient({ origin, ...options })
  onTestFinished(() => {
    client.close()
    server.close()
  })
  return { client, origin, server, connections: () => connections }
}

const get = (target = '/', pool?: string) => ({
  method: 'GET',
  bytes: composeRequest({ method: 'GET', target, fields: ['Host: a'] }),
  ...(pool !== undefined && { pool }),
})
const ok = (body = '', ...fields: string[]) =>
  ['HTTP/1.1 200 OK', `Content-Length: ${body.length}`, ...fields, '', body].join('\r\n')
const seen = ({ response, failure }: WireAnswer) => response?.body.toString('latin1') ?? failure?.kind
const targets = (piece: string) => [...piece.matchAll(/^GET (\S+)/gm)].map((match) => match[1] ?? '')

describe('send', () => {
  it('gives the response, with its times, over a fresh connection that it closes', async () => {
    const { client, server, connections } = await clientOf((socket) => socket.write(ok('hello', 'X-A: b')))
    const closed = once(server, 'connection').then(([socket]) => once(socket, 'close'))
    const answer = await client.send(get())
    const fields = [
      ['Content-Length', '5'],
      ['X-A', 'b'],
    ]
    expect(answer.response).toMatchObject({ status: 200, reason: 'OK', fields, reusable: true, streaming: false })
    expect(seen(answer)).toBe('hello')
    expect(Math.abs(Date.now() - answer.startedAt)).toBeLessThan(5_000)
    expect(answer.durationMs).toBeGreaterThan(0)
    await closed
    expect(seen(await client.send(get()))).toBe('hello')
    expect([client.requests, connections()]).toEqual([2, 2])
  })

  it('writes the bytes exactly', async () => {
    const { client } = await clientOf((socket, _, piece) => socket.end(ok(piece), 'latin1'))
    const bytes = Buffer.from('GET /\xe9\0 HTTP/1.0\nA:b\n c\r\n\r\n', 'latin1')
    expect(seen(await client.send({ method: 'GET', bytes }))).toBe(bytes.toString('latin1'))
  })

  it('reads an answer that comes byte by byte, after interim ones', async () => {
    const { client } = await clientOf(async (socket) => {
      for (const byte of `HTTP/1.1 100 Continue\r\n\r\n${ok('hello')}`) {
        await new Promise<unknown>((resolve) => socket.write(byte, resolve))
      }
    })
    expect(seen(await client.send(get()))).toBe('hello')
  })

  it('reads an early answer although the server resets the connection under the request', async () => {
    const { client } = await clientOf((socket) => {
      if (socket.bytesWritten > 0) return
      socket.write('HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Length: 2\r\n\r\nno', () =>
        socket.destroy(),
      )
    })
    const bytes = composeRequest({ method: 'GET', target: '/', fields: [`X: ${'a'.repeat(8_000_000)}`] })
    const answer = await client.send({ method: 'GET', bytes })
    expect(answer.response).toMatchObject({ status: 431 })
    expect(seen(answer)).toBe('no')
  })

  it('takes an error answer without length as whole when the connection is reset, but no other', async () => {
    const { client } = await clientOf((socket, _, piece) => {
      const status = piece.includes('/bad') ? '400 Bad Request' : '200 OK'
      socket.write(`HTTP/1.1 ${status}\r\n\r\nab`, () => socket.resetAndDestroy())
    })
    expect(seen(await client.send(get('/bad')))).toBe('ab')
    expect(seen(await client.send(get('/good')))).toBe('reset')
  })

  it('does not wait for the end of an event stream', async () => {
    const { client } = await clientOf((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n')
    })
    const answer = await client.send(get('/', 'a'))
    expect(answer.response).toMatchObject({ streaming: true, reusable: false })
    expect(seen(await client.send(get('/', 'a')))).toBe('data: a\n\n')
  })
})

describe('a failure', () => {
  it.each<[string, string, (socket: Socket) => void]>([
    ['reset', 'a reset before the answer', (socket) => socket.resetAndDestroy()],
    ['reset', 'a reset amid the answer', (socket) => socket.write('HTTP/1.1 2', () => socket.resetAndDestroy())],
    ['closed', 'a close before the answer', (socket) => socket.end()],
    ['closed', 'a close amid the body', (socket) => socket.end(ok('hello').slice(0, -1))],
    ['not-http', 'another protocol', (socket) => socket.write('SSH-2.0-OpenSSH_9.7\r\n')],
    ['too-large', 'an endless head', (socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}`)],
    ['too-large', 'a body of 10 MB', (socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(10_000_000)}`)],
    [
      'too-large',
      'a declared body of 10 MB',
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n'),
    ],
  ])('is %s: %s', async (kind, _, serve) => {
    const { client, connections } = await clientOf(serve)
    expect((await client.send(get())).failure).toEqual({ kind, detail: expect.stringMatching(/\w/) })
    expect(connections()).toBe(1)
  })

  it('is timeout: no answer, or one that trickles', async () => {
    const { client } = await clientOf(
      (socket, connection) => {
        if (connection === 0) return
        const trickle = setInterval(() => socket.write(connection === 1 ? 'X' : ok('hello').charAt(0)), 10)
        socket.on('close', () => clearInterval(trickle))
        if (connection === 1) socket.write('HTTP/1.1 200 OK\r\n')
      },
      { timeoutMs: 150 },
    )
    const silent = await client.send(get())
    expect(silent.failure).toEqual({ kind: 'timeout', detail: 'no answer within 150 ms' })
    const trickled = await client.send(get())
    expect(trickled.failure).toEqual({ kind: 'timeout', detail: 'only part of an answer within 150 ms' })
    expect(trickled.durationMs).toBeLessThan(1_000)
  })

  it('is unreachable: nothing listens, no such name', async () => {
    const { client, server } = await clientOf(() => {})
    server.close()
    const refused = { kind: 'unreachable', detail: 'connection refused: nothing listens there (ECONNREFUSED)' }
    expect((await client.send(get())).failure).toEqual(refused)
    const nowhere = createWireClient({ origin: new URL('http://nowhere.invalid') })
    expect((await nowhere.send(get())).failure).toMatchObject({ kind: 'unreachable' })
  })

  it('comes to what is under way when the client is closed, and to all after it', async () => {
    const controller = new AbortController()
    const { client, server } = await clientOf(() => controller.abort(), { signal: controller.signal })
    expect((await client.send(get())).failure).toEqual({ kind: 'timeout', detail: expect.stringMatching('stopped') })
    expect((await client.send(get())).failure).toEqual({ kind: 'unreachable', detail: 'this client is closed' })
    expect(await client.sendOnOneConnection([get(), get()], 'pipelined')).toHaveLength(2)
    expect(server.listening).toBe(true)
  })
})

describe('a pool', () => {
  it('keeps connections apart by name, and one for each request in flight', async () => {
    const { client, connections } = await clientOf((socket, connection) => socket.write(ok(`${connection}`)))
    expect(seen(await client.send(get('/', 'a')))).toBe('0')
    expect(seen(await client.send(get('/', 'b')))).toBe('1')
    expect(seen(await client.send(get('/', 'a')))).toBe('0')
    const both = await Promise.all([client.send(get('/', 'a')), client.send(get('/', 'a'))])
    expect(both.map(seen)).toEqual(['0', '2'])
    expect(connections()).toBe(3)
  })

  it('repeats a request, once, whose connection the server had closed while idle', async () => {
    const { client, connections } = await clientOf((socket, connection, piece) => {
      if (piece.includes('/first')) socket.write(ok(`${connection}`))
      else if (piece.includes('/second') && connection > 0) socket.write(ok(`${connection}`))
      else socket.destroy()
    })
    expect(seen(await client.send(get('/first', 'a')))).toBe('0')
    expect(seen(await client.send(get('/second', 'a')))).toBe('1')
    expect(seen(await client.send(get('/crash', 'a')))).toBe('closed')
    expect([client.requests, connections()]).toEqual([5, 3])
  })

  it('does not repeat a request once its answer had begun', async () => {
    const { client } = await clientOf((socket, _, piece) => {
      if (piece.includes('/first')) socket.write(ok())
      else socket.end('HTTP/1.1 ')
    })
    await client.send(get('/first', 'a'))
    expect(seen(await client.send(get('/second', 'a')))).toBe('closed')
    expect(client.requests).toBe(2)
  })

  it('drops a connection with bytes that answer no request', async () => {
    const { client } = await clientOf((socket, connection) => socket.write(ok(`${connection}`) + ok('poison')))
    expect(seen(await client.send(get('/', 'a')))).toBe('0')
    expect(seen(await client.send(get('/', 'a')))).toBe('1')
  })
})

describe('sendTogether', () => {
  it('sends each over a connection of its own, and gives it its answer', async () => {
    const { client } = await clientOf((socket, connection, piece) => {
      socket.write(ok(`${connection}${targets(piece)[0]}`))
    })
    const answers = (await client.sendTogether([get('/a'), get('/b'), get('/c')])).map(seen)
    expect(answers.map((answer) => answer?.slice(1))).toEqual(['/a', '/b', '/c'])
    expect(new Set(answers.map((answer) => answer?.[0])).size).toBe(3)
    expect(client.requests).toBe(3)
  })

  it('gives a failure to the request that it is of', async () => {
    const { client } = await clientOf((socket, _, piece) => {
      if (piece.includes('/b')) socket.resetAndDestroy()
      else socket.write(ok('yes'))
    })
    expect((await client.sendTogether([get('/a'), get('/b'), get('/c')])).map(seen)).toEqual(['yes', 'reset', 'yes'])
  })

  it('sends nothing where nobody listens, or after it was closed', async () => {
    const { client, server } = await clientOf((socket) => socket.write(ok('yes')))
    server.close()
    await once(server, 'close')
    expect((await client.sendTogether([get(), get()])).map(seen)).toEqual(['unreachable', 'unreachable'])
    client.close()
    expect((await client.sendTogether([get()])).map(seen)).toEqual(['unreachable'])
  })
})

describe('sendOnOneConnection', () => {
  const three = [get('/a'), get('/b'), get('/c')]

  it('in turn: sends each after the answer to the one before', async () => {
    const { client } = await clientOf((socket, connection, piece) => socket.write(ok(`${connection}${targets(piece)}`)))
    expect((await client.sendOnOneConnection(three, 'in turn')).map(seen)).toEqual(['0/a', '0/b', '0/c'])
  })

  it('in turn: goes on over a new connection where the server closes it', async () => {
    const { client } = await clientOf((socket, connection, piece) => {
      if (piece.includes('/a')) socket.end(ok(`${connection}/a`, 'Connection: close'))
      else if (piece.includes('/b')) socket.resetAndDestroy()
      else socket.write(ok(`${connection}/c`))
    })
    expect((await client.sendOnOneConnection(three, 'in turn')).map(seen)).toEqual(['0/a', 'reset', '2/c'])
  })

  it('pipelined: writes all at once and takes the answers in order', async () => {
    const pieces: string[][] = []
    const { client } = await clientOf((socket, connection, piece) => {
      pieces.push(targets(piece))
      socket.write(
        targets(piece)
          .map((target) => ok(`${connection}${target}`))
          .join(''),
      )
    })
    const answers = await client.sendOnOneConnection(three, 'pipelined')
    expect(answers.map(seen)).toEqual(['0/a', '0/b', '0/c'])
    expect(pieces).toEqual([['/a', '/b', '/c']])
    expect(answers.every((answer, index) => answer.durationMs >= (answers[index - 1]?.durationMs ?? 0))).toBe(true)
  })

  it.each<[string, (socket: Socket, target: string) => void, string[]]>([
    ['with Connection: close', (socket, target) => socket.end(ok(target, 'Connection: close')), ['0/a', '1/b', '2/c']],
    ['without a word', (socket, target) => socket.end(ok(target)), ['0/a', '1/b', '2/c']],
  ])('pipelined: sends again, in turn, what a server that closes %s left', async (_, serve, expected) => {
    const { client } = await clientOf((socket, connection, piece) => serve(socket, `${connection}${targets(piece)[0]}`))
    expect((await client.sendOnOneConnection(three, 'pipelined')).map(seen)).toEqual(expected)
  })

  it('pipelined: survives a server that does not support it, and keeps a real failure where it belongs', async () => {
    const { client } = await clientOf((socket, _, piece) => {
      const [first = '', ...others] = targets(piece)
      if (others.length > 0) socket.resetAndDestroy()
      else socket.end(first === '/b' ? 'nonsense' : ok(first))
    })
    expect((await client.sendOnOneConnection(three, 'pipelined')).map(seen)).toEqual(['/a', 'not-http', '/c'])
  })
})
