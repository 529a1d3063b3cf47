/** The paths of the endpoints, relative to the path of the issuer. Faults and the journal use the same names. */
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

type EndpointName = keyof typeof endpointPaths

/** The identifier of an issuer and the URLs of its endpoints. They can depend on the `Host` of a request. */
export interface IssuerUrls {
  /** The value of `iss`. It is kept byte for byte. */
  readonly issuer: string
  /** Scheme, host and port of the endpoints. */
  readonly origin: string
  /** The path of the issuer, without a trailing slash. */
  readonly prefix: string
  /** The URL of an endpoint. */
  endpoint(name: EndpointName): string
}

export const createIssuerUrls = (issuer: string, origin: string, prefix: string): IssuerUrls => ({
  issuer,
  origin,
  prefix,
  endpoint: (name) => origin + prefix + endpointPaths[name],
})
