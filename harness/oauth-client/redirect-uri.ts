const isLoopback = ({ hostname }: URL): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
const isAddress = ({ hostname }: URL): boolean => /^[\d.]+$|^\[/.test(hostname)

/** Parts of a redirect URI that others can be made of; a part that it does not have is undefined. */
export interface RedirectUriParts {
  readonly uri: string
  readonly withoutSlash: string
  /** The same with a slash at its end, where it has none. */
  readonly withSlash?: string
  /** Only of `http` and `https`. */
  readonly web?: {
    /** With its colon. */
    readonly scheme: string
    readonly host: string
    readonly name: string
    readonly path: string
    /** Where it differs. */
    readonly uppercasePath?: string
    /** The host, where it is no address. */
    readonly domain?: string
    /** The domain above, with its port. */
    readonly parent?: string
    /** The host name outside of the loopback interface: native applications may use any port there (RFC 8252 §7.3). */
    readonly remote?: string
    /** With `http` instead of `https` or the other way round, outside of the loopback interface. */
    readonly otherScheme?: string
  }
  /** Of a loopback address (RFC 8252 §7.3): `http://127.0.0.1`, and what follows its port. */
  readonly loopback?: { readonly origin: string; readonly path: string; readonly pathWithoutSlash: string }
}

export function redirectUriParts(uri: string): RedirectUriParts {
  const url = new URL(uri)
  const { protocol, host, hostname: name, pathname: path } = url
  const uppercasePath = path.toUpperCase()
  const [start, address] = /^(http:\/\/(?:127(?:\.\d{1,3}){3}|\[::1\]))(?::\d+)?(?=\/|$)/.exec(uri) ?? []
  return {
    uri,
    withoutSlash: uri.replace(/\/$/, ''),
    ...(!uri.endsWith('/') && { withSlash: `${uri}/` }),
    ...(/^https?:$/.test(protocol) && {
      web: {
        ...{ scheme: protocol, host, name, path },
        ...(uppercasePath !== path && { uppercasePath }),
        ...(!isAddress(url) && { domain: host }),
        ...(!isAddress(url) && name.split('.').length > 2 && { parent: host.replace(/^[^.]+\./, '') }),
        ...(!isLoopback(url) && {
          remote: name,
          otherScheme: uri.replace(/^https?/, protocol === 'https:' ? 'http' : 'https'),
        }),
      },
    }),
    ...(start !== undefined &&
      address !== undefined && {
        loopback: {
          origin: address,
          path: uri.slice(start.length),
          pathWithoutSlash: uri.slice(start.length).replace(/\/$/, ''),
        },
      }),
  }
}
