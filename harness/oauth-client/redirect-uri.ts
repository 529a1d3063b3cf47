const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
const isAddress = ({ hostname }: URL): boolean => /^[\d.]+$|^\[/.test(hostname)

/** The parts of a redirect URI that other URIs can be made of; a part that it does not have is undefined. */
export interface RedirectUriParts {
  readonly uri: string
  readonly withoutSlash: string
  /** Only of `http` and `https`. */
  readonly web?: WebParts
  /** Without its port: `http://127.0.0.1`, of a loopback address (RFC 8252 §7.3). */
  readonly loopback?: { readonly origin: string; readonly path: string }
}

interface WebParts {
  /** With its colon. */
  readonly scheme: string
  readonly host: string
  readonly name: string
  readonly path: string
  /** Not of an address. */
  readonly domain?: string
  /** The domain above, with its port. */
  readonly parent?: string
  /** Not of the loopback interface: with `http` instead of `https`, or the other way round. */
  readonly otherScheme?: string
  readonly remote?: string
}

export function redirectUriParts(uri: string): RedirectUriParts {
  const url = new URL(uri)
  const whole = { uri, withoutSlash: uri.replace(/\/$/, '') }
  if (!/^https?:$/.test(url.protocol)) return whole
  const { protocol, host, hostname, pathname } = url
  const [, address] = /^(http:\/\/(?:127(?:\.\d{1,3}){3}|\[::1\]))(?::\d+)?(?=\/|$)/.exec(uri) ?? []
  return {
    ...whole,
    web: {
      ...{ scheme: protocol, host, name: hostname, path: pathname },
      ...(!isAddress(url) && { domain: host }),
      ...(!isAddress(url) && hostname.split('.').length > 2 && { parent: host.replace(/^[^.]+\./, '') }),
      ...(!isLoopback(url) && {
        remote: hostname,
        otherScheme: uri.replace(/^https?/, protocol === 'https:' ? 'http' : 'https'),
      }),
    },
    ...(address !== undefined && {
      loopback: { origin: address, path: uri.slice(address.length).replace(/^:\d+/, '') },
    }),
  }
}
