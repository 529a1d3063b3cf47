import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { IdpError } from '../errors.ts'
import { truncatedBodyOf } from '../faults/truncated-response.ts'
import { attachFields } from '../http/header-field.ts'
import { createIdp, type Idp, type IdpOptions } from '../index.ts'
import { listenerRespond } from './node-respond.ts'

export interface ServeOptions extends Omit<IdpOptions, 'issuer' | 'openControl' | 'respond'> {
  /** 0: any free port. */
  readonly port: number
  /** The address to listen on. Default: `127.0.0.1`. On other than loopback addresses the control API needs a key. */
  readonly hostname?: string
  /** Listens with TLS. The certificate is issued by an authority that is created for this run. Default: false. */
  readonly https?: boolean
  /** Further names for the certificate, besides loopback names, `host.docker.internal` and `hostname`. */
  readonly certificateNames?: readonly string[]
  /** Default: the URL of the listening address. */
  readonly issuer?: string
}

export interface ServedIdp extends AsyncDisposable {
  readonly idp: Idp
  /** The URL of the listening address, without a trailing slash. */
  readonly url: string
  /** With `https`: a file with the certificate of the authority, for `NODE_EXTRA_CA_CERTS` or `SSL_CERT_FILE`. */
  readonly caFile?: string
  /** Stops at once and closes all open connections. */
  close(): Promise<void>
}

/**
 * Starts a server with a mock IdP. It listens before it generates keys, because the default issuer contains the port.
 *
 * @throws {IdpError} `PORT_TAKEN`, `CANNOT_LISTEN`, or what `createIdp` throws
 */
export const serveIdp = async (serving: ServeOptions): Promise<ServedIdp> => {
  const { port, hostname = '127.0.0.1', https = false, certificateNames = [], ...options } = serving
  const tls = https ? await createTlsFiles([hostname, ...certificateNames]) : undefined
  const server = tls ? createTlsServer({ cert: tls.cert, key: tls.key }) : createServer()
  await listen(server, port, hostname)
  const close = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
    await tls?.caFile.remove()
  }
  try {
    const address = addressOf(server)
    const url = urlOf(https ? 'https' : 'http', hostname, address.port)
    const { issuer = url } = options
    const idp = createIdp({
      ...(!hasPort(issuer, address.port) && { origin: url }),
      ...options,
      issuer,
      openControl: isLoopback(address.address),
      respond: listenerRespond(),
    })
    server.on('request', getRequestListener(fetchHandler(idp), { overrideGlobalObjects: false }))
    idp.ready().catch(() => {})
    return { idp, url, ...(tls && { caFile: tls.caFile.path }), close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

interface NodeBindings {
  readonly incoming: Pick<IncomingMessage, 'headers'>
  readonly outgoing: unknown
}

/** `idp.fetch`, but a response that stands for a dropped connection drops it, at once or after some bytes. */
const fetchHandler =
  (idp: Idp) =>
  (request: Request, { incoming, outgoing }: NodeBindings): Response | Promise<Response> => {
    const applyDrop = (response: Response): Response => {
      const truncatedBody = truncatedBodyOf(response)
      if (response.status !== 0 && !truncatedBody) return response
      if (outgoing instanceof ServerResponse) dropConnection(outgoing, response, truncatedBody)
      // Tells the listener of @hono/node-server not to write a response.
      return new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
    }
    attachFields(request, incoming.headers)
    const response = idp.fetch(request)
    return response instanceof Promise ? response.then(applyDrop) : applyDrop(response)
  }

const dropConnection = (outgoing: ServerResponse, { status, headers }: Response, truncatedBody?: Uint8Array): void => {
  if (!truncatedBody) return void outgoing.destroy()
  outgoing.writeHead(status, Object.fromEntries(headers))
  outgoing.write(truncatedBody, () => outgoing.destroy())
}

/** Names of this machine, for itself and for its containers. */
const ownNames = ['localhost', '127.0.0.1', '::1', 'host.docker.internal']

const createTlsFiles = async (names: readonly string[]) => {
  const { createCertificates } = await import('./tls/certificates.ts')
  const { writeCaFile } = await import('./tls/ca-file.ts')
  const made = await createCertificates([...ownNames, ...names])
  return { ...made, caFile: await writeCaFile(made.ca) }
}

const listen = (server: Server, port: number, hostname: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, hostname)))
    server.listen(port, hostname, resolve)
  })

const listenError = (cause: NodeJS.ErrnoException, port: number, hostname: string): IdpError =>
  cause.code === 'EADDRINUSE'
    ? new IdpError('PORT_TAKEN', `Port ${port} on ${hostname} is in use. Choose another one, or 0 for any free port.`, {
        cause,
      })
    : new IdpError('CANNOT_LISTEN', `Cannot listen on ${hostname}, port ${port}: ${cause.message}.`, { cause })

const addressOf = (server: Server): AddressInfo => {
  const address = server.address()
  if (address !== null && typeof address === 'object') return address
  throw new IdpError('CANNOT_LISTEN', 'The server does not listen on a port.')
}

const urlOf = (scheme: string, hostname: string, port: number): string => {
  if (hostname === '0.0.0.0' || hostname === '::') return `${scheme}://localhost:${port}`
  return `${scheme}://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
}

// An issuer with this port, such as http://host.docker.internal:9000, is taken for another name of this server. With
// any other port, the endpoints are at the listening address.
const hasPort = (issuer: string, port: number): boolean => {
  const url = URL.parse(issuer)
  return url === null || Number(url.port || (url.protocol === 'https:' ? 443 : 80)) === port
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')
