import { isIP, connect as netConnect, type OnReadOpts, type Socket } from 'node:net'
import { createSecureContext, type SecureContext, connect as tlsConnect } from 'node:tls'

/** Opens a connection to the one origin it was made for; `ready` is called when bytes can be written. */
export type Dial = (ready: () => void) => Socket

/**
 * A dial for an origin: TCP without Nagle's delay for http, TLS with normal verification of the certificate for https.
 * With `onread`, what comes is written into one buffer instead of being emitted as `data`.
 */
export function createDial(origin: URL, onread?: OnReadOpts): Dial {
  const host = origin.hostname.replace(/^\[|\]$/g, '')
  if (origin.protocol === 'http:') return dialTcp(host, Number(origin.port || 80), onread)
  if (origin.protocol === 'https:') return dialTls(host, Number(origin.port || 443), onread)
  throw new TypeError(`Only http: and https: have a wire, not ${origin.protocol}`)
}

function dialTcp(host: string, port: number, onread: OnReadOpts | undefined): Dial {
  const reading = onread && { onread }
  // The address that worked is kept: a name lookup for each connection would cost more than the connection.
  let address: string | undefined
  return (ready) => {
    const socket = netConnect({ host: address ?? host, port, noDelay: true, ...reading }, () => {
      address = socket.remoteAddress
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

function dialTls(host: string, port: number, onread: OnReadOpts | undefined): Dial {
  const reading = onread && { onread }
  let secureContext: SecureContext | undefined
  let session: Buffer | undefined
  const servername = isIP(host) === 0 ? host : ''
  return (ready) => {
    secureContext ??= createSecureContext()
    const ALPNProtocols = ['http/1.1']
    const resumed = session ? { session } : {}
    const socket = tlsConnect({ host, port, servername, secureContext, ALPNProtocols, ...resumed, ...reading }, ready)
    socket.setNoDelay(true)
    socket.on('session', (ticket) => {
      session = ticket
    })
    return socket
  }
}
