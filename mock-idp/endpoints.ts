import { IdpError } from './errors.ts'

/** Where the issuer is found: paths for the router, URLs for the documents. */
export interface Endpoints {
  readonly origin: string
  readonly paths: {
    readonly openidConfiguration: string
    readonly serverMetadata: string
    readonly jwks: string
    readonly token: string
  }
  readonly jwksUri: string
  readonly tokenUrl: string
}

/**
 * Derives the endpoints from the issuer (OpenID Connect Discovery 1.0 §4, RFC 8414 §3.1). The issuer itself is an
 * identifier that is never rewritten; `origin` replaces only its scheme, host and port in the URLs of endpoints.
 *
 * @throws {IdpError} `OPTIONS`
 */
export const endpointsOf = (issuer: string, origin?: string): Endpoints => {
  const url = parse('issuer', issuer)
  const base = origin === undefined ? url.origin : parse('origin', origin).origin
  const prefix = url.pathname.replace(/\/$/, '')
  const paths = {
    openidConfiguration: `${prefix}/.well-known/openid-configuration`,
    serverMetadata: `/.well-known/oauth-authorization-server${prefix}`,
    jwks: `${prefix}/jwks`,
    token: `${prefix}/token`,
  }
  return { origin: base, paths, jwksUri: base + paths.jwks, tokenUrl: base + paths.token }
}

// The router gives `:`, `*`, `{` and `?` a meaning of their own.
const usablePath = /^[\w./~@+=-]*$/

const parse = (option: string, value: string): URL => {
  const example = 'such as "http://127.0.0.1:9000" or "https://idp.example/tenant/"'
  const url = URL.parse(value)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new IdpError(
      'OPTIONS',
      `The ${option} ${JSON.stringify(value)} is no http or https URL; write one ${example}.`,
    )
  }
  if (/[?#]/.test(value) || url.username !== '' || !usablePath.test(url.pathname)) {
    throw new IdpError(
      'OPTIONS',
      `The ${option} ${JSON.stringify(value)} must have no query, fragment or user, and only letters, digits and ` +
        `./~@+=_- in its path, ${example}.`,
    )
  }
  return url
}
