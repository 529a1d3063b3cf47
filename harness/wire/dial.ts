import { isIP, type LookupFunction, connect as netConnect, type OnReadOpts, type Socket } from 'node:net'
import tls, { createSecureContext, type SecureContext, connect as tlsConnect } from 'node:tls'

/** Opens a connection to the one origin it was made for; `ready` is called when bytes can be written. */
export type Dial = (ready: () => void) => Socket

/** A server. */
export interface Destination {
  /** Scheme, host and port. */
  readonly origin: URL
  /** The only IP addresses that are connected to, where the host is a name. Default: those that it has at the time. */
  readonly addresses?: readonly string[]
  /** Certificates in PEM (RFC 7468) that are trusted besides those of the public authorities. */
  readonly ca?: string
}

/**
 * A dial for a server: TCP without Nagle's delay for http, TLS with normal verification of the certificate for https.
 * With `onread`, received bytes are written into one buffer instead of being emitted as `data`.
 */
export function createDial({ origin, addresses, ca }: Destination, onread?: OnReadOpts): Dial {
  const host = origin.hostname.replace(/^\[|\]$/g, '')
  const options = { ...(onread && { onread }), ...(addresses && { lookup: lookupIn(addresses) }) }
  if (origin.protocol === 'http:') return dialTcp(host, Number(origin.port || 80), options)
  if (origin.protocol === 'https:') return dialTls(host, Number(origin.port || 443), options, ca)
  throw new TypeError(`Only http: and https: have a wire, not ${origin.protocol}`)
}

/** Finds addresses that are known already. */
const lookupIn =
  (addresses: readonly string[]): LookupFunction =>
  (_, { all }, callback) => {
    const known = addresses.map((address) => ({ address, family: isIP(address) }))
    if (all) callback(null, known)
    else callback(null, known[0]?.address ?? '', known[0]?.family)
  }

interface SocketOptions {
  readonly onread?: OnReadOpts
  readonly lookup?: LookupFunction
}

function dialTcp(host: string, port: number, options: SocketOptions): Dial {
  // The address that worked is kept: a name lookup for each connection would cost more than the connection.
  let address: string | undefined
  return (ready) => {
    const socket = netConnect({ host: address ?? host, port, noDelay: true, ...options }, () => {
      // Only for a name, because reading it is a system call.
      if (isIP(host) === 0) address = socket.remoteAddress
      ready()
    })
    if (address !== undefined) {
      socket.once('close', () => {
        if (socket.bytesWritten === 0) address = undefined
      })
    }
    return socket
  }
}

/** Those that Node.js trusts, with the ones of NODE_EXTRA_CA_CERTS where it can tell them. */
const publicAuthorities = (): readonly string[] => tls.getCACertificates?.('default') ?? tls.rootCertificates

function dialTls(host: string, port: number, options: SocketOptions, ca: string | undefined): Dial {
  let secureContext: SecureContext | undefined
  let session: Buffer | undefined
  const servername = isIP(host) === 0 ? host : ''
  return (ready) => {
    secureContext ??= createSecureContext(ca === undefined ? {} : { ca: [...publicAuthorities(), ca] })
    const ALPNProtocols = ['http/1.1']
    const resumed = session ? { session } : {}
    const socket = tlsConnect({ host, port, servername, secureContext, ALPNProtocols, ...resumed, ...options }, ready)
    socket.setNoDelay(true)
    socket.on('session', (ticket) => {
      session = ticket
    })
    return socket
  }
}
