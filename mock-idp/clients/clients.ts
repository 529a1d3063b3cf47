import type { JwkSet } from '../keys/jwk.ts'

/** How a client proves who it is at the token endpoint (OpenID Connect Core §9, RFC 7591 §2). */
export const clientAuthMethods = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'none',
] as const

export type ClientAuthMethod = (typeof clientAuthMethods)[number]

export interface Client {
  readonly clientId: string
  /** None: a public client, or one with `jwks`. */
  readonly clientSecret?: string
  /** The only method that it may use. Default: any that its secret or keys allow; without either, `none`. */
  readonly authMethod?: ClientAuthMethod
  /** Public keys for `private_key_jwt`. */
  readonly jwks?: JwkSet
  readonly name?: string
  /** Compared exactly, but for the port on a loopback address (RFC 9700 §2.1, RFC 8252 §7.3). */
  readonly redirectUris?: readonly string[]
  /** Takes every redirect URI on a loopback address. For development. */
  readonly anyLoopbackRedirect?: boolean
  readonly postLogoutRedirectUris?: readonly string[]
  readonly backchannelLogoutUri?: string
  /** Default: all that the issuer offers. */
  readonly grantTypes?: readonly string[]
  /** Default: every scope. */
  readonly scope?: string
  /** The `aud` of its tokens when a request names none. */
  readonly audience?: string | readonly string[]
  /** Default: the setting of the issuer. */
  readonly accessTokens?: 'at+jwt' | 'jwt' | 'opaque'
  /** Default: the first algorithm of the issuer. */
  readonly idTokenAlg?: string
  /** Only takes requests pushed before (RFC 9126 §6). */
  readonly requirePar?: boolean
  /** Only gives tokens bound to a key (RFC 9449 §5.2). */
  readonly requireDpop?: boolean
}

/** For development and tests only: known to everyone who reads this. */
export const defaultClient = {
  clientId: 'conformance',
  clientSecret: 'conformance-secret',
  anyLoopbackRedirect: true,
} as const satisfies Client

/** A public client, such as a command-line login or a page in a browser. */
export const defaultPublicClient: Client = { clientId: 'conformance-public', anyLoopbackRedirect: true }

export interface ClientRegistry {
  list(): readonly Client[]
  find(clientId: string): Client | undefined
  put(client: Client): void
  remove(clientId: string): boolean
  reset(): void
}

export const createClientRegistry = (
  clients: readonly Client[] = [defaultClient, defaultPublicClient],
): ClientRegistry => {
  let byId = new Map<string, Client>()
  const reset = () => {
    byId = new Map(clients.map((client) => [client.clientId, client]))
  }
  reset()
  return {
    list: () => [...byId.values()],
    find: (clientId) => byId.get(clientId),
    put: (client) => {
      byId.set(client.clientId, client)
    },
    remove: (clientId) => byId.delete(clientId),
    reset,
  }
}
