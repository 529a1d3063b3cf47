import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Listener } from '../../model/run-context.ts'

export interface OpenListener extends Listener {
  close(): Promise<void>
}

/** Requests that are recorded. Further ones are ignored: one is enough for a verdict. */
const recordedAtMost = 100

/**
 * Listens on a free loopback port, and records requests to the address that a token names.
 *
 * @param answer the body for a path, as JSON; anything else is 404
 */
export async function openListener(answer: (path: string) => string | undefined): Promise<OpenListener> {
  const requests: string[] = []
  const record = (request: string): void => {
    if (requests.length < recordedAtMost) requests.push(request)
  }
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    record(`${request.method} ${path}`)
    const body = answer(path)
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body)
  })
  // Such as the first bytes of TLS: their sender followed the address, too.
  server.on('clientError', (_, socket) => {
    record('bytes that are no HTTP request')
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
