import { createServer, type RequestListener, Server } from 'node:http'
import { Server as TlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Target } from '../model/target.ts'

type FetchHandler = (request: Request) => Response | Promise<Response>

/**
 * What answers requests in this process: an `http.Server`, listening or not; a request listener such as an Express app
 * or the callback of a Koa app; a fetch handler, as an object with `fetch` or as a function of one parameter.
 */
export type Handler = Server | TlsServer | RequestListener | FetchHandler | { readonly fetch: FetchHandler }

/** Serves a handler on a free loopback port. A server that listens already is used as it is, and not stopped. */
export async function startHandler(handler: Handler): Promise<Target> {
  const server = serverOf(handler)
  const ours = !server.listening
  if (ours) await listen(server)
  return {
    origin: originOf(server),
    stop: async () => {
      if (ours) await close(server)
    },
  }
}

function serverOf(handler: Handler): Server | TlsServer {
  if (handler instanceof Server || handler instanceof TlsServer) return handler
  if (typeof handler === 'function') {
    return createServer(isFetchHandler(handler) ? listenerOf(handler) : handler)
  }
  return createServer(listenerOf((request) => handler.fetch(request)))
}

/** A request listener declares at least the request and the response. */
const isFetchHandler = (handler: RequestListener | FetchHandler): handler is FetchHandler => handler.length < 2

const listenerOf = (handler: FetchHandler): RequestListener =>
  getRequestListener(handler, { overrideGlobalObjects: false })

const listen = (server: Server | TlsServer): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve())
  })

function originOf(server: Server | TlsServer): URL {
  const { port, family, address } = server.address() as AddressInfo
  const everywhere = address === '::' || address === '0.0.0.0'
  const host = everywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address
  return new URL(`${server instanceof TlsServer ? 'https' : 'http'}://${host}:${port}`)
}

const close = (server: Server | TlsServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
