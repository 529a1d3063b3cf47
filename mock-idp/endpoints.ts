/** The endpoints of every issuer, below its path. Their names are those of faults and of the journal. */
export const endpointPaths = {
  'openid-configuration': '/.well-known/openid-configuration',
  'oauth-authorization-server': '/.well-known/oauth-authorization-server',
  jwks: '/jwks',
  authorize: '/authorize',
  par: '/par',
  token: '/token',
  device_authorization: '/device_authorization',
  device: '/device',
  userinfo: '/userinfo',
  introspect: '/introspect',
  revoke: '/revoke',
  register: '/register',
  logout: '/logout',
  'sign-in': '/sign-in',
  consent: '/consent',
} as const

export type EndpointName = keyof typeof endpointPaths

/** An issuer as one requester sees it: the identifier, and where its endpoints are. */
export interface Site {
  /** The `iss`, byte for byte. */
  readonly issuer: string
  /** Scheme, host and port of the endpoints. */
  readonly origin: string
  /** The path of the issuer, without a trailing slash. */
  readonly prefix: string
  url(endpoint: EndpointName): string
}

export const createSite = (issuer: string, origin: string, prefix: string): Site => ({
  issuer,
  origin,
  prefix,
  url: (endpoint) => origin + prefix + endpointPaths[endpoint],
})
