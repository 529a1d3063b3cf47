import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Listener } from '../../model/run-context.ts'
import type { TlsCertificate } from '../../model/target.ts'

export interface OpenListener extends Listener {
  close(): Promise<void>
}

/** Requests that are recorded. Further ones are ignored: one is enough for a verdict. */
const recordedAtMost = 100

/**
 * Listens on a free loopback port, and records requests to the address that a token names.
 *
 * @param answer the body for a path, as JSON; anything else is 404
 * @param certificate listens with TLS; a client that rejects it sends no request
 */
export async function openListener(
  answer: (path: string) => string | undefined,
  certificate?: TlsCertificate,
): Promise<OpenListener> {
  const requests: string[] = []
  const record = (request: string): void => {
    if (requests.length < recordedAtMost) requests.push(request)
  }
  const respond: RequestListener = (request, response) => {
    const path = request.url ?? '/'
    record(`${request.method} ${path}`)
    const body = answer(path)
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(body)
  }
  const server = certificate ? createTlsServer({ ...certificate }, respond) : createServer(respond)
  // Such as the first bytes of TLS: their sender followed the address, too.
  server.on('clientError', (_, socket) => {
    if (!certificate) record('bytes that are no HTTP request')
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
