import { createServer, type Server, ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { IdpError } from '../errors.ts'
import { beginningOf } from '../faults/truncated-response.ts'
import { createIdp, type Idp, type IdpOptions } from '../index.ts'
import { listenerRespond } from './node-respond.ts'

export interface ServeOptions extends Omit<IdpOptions, 'issuer' | 'openControl' | 'respond'> {
  /** 0 takes a free one. */
  readonly port: number
  /** The address to listen on. Default: `127.0.0.1`. Only on a loopback address is the control API open. */
  readonly hostname?: string
  /** Listens with TLS, with a certificate by an authority made for this run. Default: false. */
  readonly https?: boolean
  /** Further names in that certificate. Default: only loopback names, `host.docker.internal` and `hostname`. */
  readonly names?: readonly string[]
  /** Default: the URL that it listens on. */
  readonly issuer?: string
}

export interface ServedIdp extends AsyncDisposable {
  readonly idp: Idp
  /** Where it listens, without a trailing slash. */
  readonly url: string
  /** With `https`: the certificate of the authority, for `NODE_EXTRA_CA_CERTS` or `SSL_CERT_FILE`. */
  readonly caFile?: string
  /** Ends at once, whatever connections are open. */
  close(): Promise<void>
}

/**
 * Listens with a mock IdP. It listens before it makes keys, so that it answers at once and knows its port.
 *
 * @throws {IdpError} `PORT_TAKEN`, `CANNOT_LISTEN`, or what `createIdp` throws
 */
export const serveIdp = async (serving: ServeOptions): Promise<ServedIdp> => {
  const { port, hostname = '127.0.0.1', https = false, names = [], ...options } = serving
  const tls = https ? await secured([hostname, ...names]) : undefined
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
      ...(!namesPort(issuer, address.port) && { origin: url }),
      ...options,
      issuer,
      openControl: isLoopback(address.address),
      respond: listenerRespond(),
    })
    server.on('request', getRequestListener(answering(idp), { overrideGlobalObjects: false }))
    idp.ready().catch(() => {})
    return { idp, url, ...(tls && { caFile: tls.caFile.path }), close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** As `idp.fetch`, but an answer that stands for a dropped connection drops it, at once or after some bytes. */
const answering =
  (idp: Idp) =>
  (request: Request, { outgoing }: { readonly outgoing: unknown }): Response | Promise<Response> => {
    const dropped = (response: Response): Response => {
      const beginning = beginningOf(response)
      if (response.status !== 0 && !beginning) return response
      if (outgoing instanceof ServerResponse) dropConnection(outgoing, response, beginning)
      // Tells the listener that there is nothing more to write.
      return new Response(null, { headers: { 'x-hono-already-sent': 'true' } })
    }
    const response = idp.fetch(request)
    return response instanceof Promise ? response.then(dropped) : dropped(response)
  }

const dropConnection = (outgoing: ServerResponse, { status, headers }: Response, beginning?: Uint8Array): void => {
  if (!beginning) return void outgoing.destroy()
  outgoing.writeHead(status, Object.fromEntries(headers))
  outgoing.write(beginning, () => outgoing.destroy())
}

/** Names by which this machine is reached from itself and from its containers. */
const ownNames = ['localhost', '127.0.0.1', '::1', 'host.docker.internal']

const secured = async (names: readonly string[]) => {
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
    ? new IdpError('PORT_TAKEN', `Port ${port} on ${hostname} is in use. Choose another, or 0 for a free one.`, {
        cause,
      })
    : new IdpError('CANNOT_LISTEN', `Cannot listen on ${hostname}, port ${port}: ${cause.message}.`, { cause })

const addressOf = (server: Server): AddressInfo => {
  const address = server.address()
  if (address !== null && typeof address === 'object') return address
  throw new IdpError('CANNOT_LISTEN', 'The server listens on no port.')
}

const urlOf = (scheme: string, hostname: string, port: number): string => {
  if (hostname === '0.0.0.0' || hostname === '::') return `${scheme}://localhost:${port}`
  return `${scheme}://${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
}

// An issuer with our port, such as http://host.docker.internal:9000, reaches us; any other is only a name.
const namesPort = (issuer: string, port: number): boolean => {
  const url = URL.parse(issuer)
  return url === null || Number(url.port || (url.protocol === 'https:' ? 443 : 80)) === port
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')
