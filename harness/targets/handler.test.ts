import { createServer, type RequestListener } from 'node:http'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { type Handler, startHandler } from './handler.ts'

const listener: RequestListener = (request, response) => response.end(`${request.method} ${request.url}`)
const app = new Hono().get('/a', ({ req, text }) => text(`${req.method} ${req.path}`))
const answer = (request: Request) => new Response(`${request.method} ${new URL(request.url).pathname}`)

const handlers: Readonly<Record<string, Handler>> = {
  'a request listener': listener,
  'an Express-like app': Object.assign(
    (request: Parameters<RequestListener>[0], response: Parameters<RequestListener>[1], _next?: () => void) =>
      listener(request, response),
    { use: () => {} },
  ),
  'a server that does not listen': createServer(listener),
  'a fetch function': answer,
  'an object with fetch': { fetch: answer },
  'an object with fetch that needs itself': app,
}

describe('startHandler serves', () => {
  test.each(Object.entries(handlers))('%s', async (_, handler) => {
    const { origin, stop } = await startHandler(handler)
    expect(await (await fetch(new URL('/a', origin))).text()).toBe('GET /a')
    await stop()
    await expect(fetch(origin)).rejects.toThrow('fetch failed')
  })

  test('a server that listens, which it leaves listening', async () => {
    const server = createServer(listener)
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const { origin, stop } = await startHandler(server)
    await stop()
    expect(await (await fetch(new URL('/a', origin))).text()).toBe('GET /a')
    server.close()
    server.closeAllConnections()
  })
})
