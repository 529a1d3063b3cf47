import type { JwkSet } from '../keys/jwk.ts'

/** Methods of client authentication at the token endpoint (OpenID Connect Core §9, RFC 7591 §2). */
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
  /** Absent for a public client and for one with `jwks`. */
  readonly clientSecret?: string
  /** The only accepted method. Default: any that fits its secret or keys; without either, `none`. */
  readonly authMethod?: ClientAuthMethod
  /** Public keys for `private_key_jwt`. */
  readonly jwks?: JwkSet
  readonly name?: string
  /** Compared exactly, except for the port of a loopback address (RFC 9700 §2.1, RFC 8252 §7.3). */
  readonly redirectUris?: readonly string[]
  /** Accepts every redirect URI on a loopback address. For development. */
  readonly anyLoopbackRedirect?: boolean
  readonly postLogoutRedirectUris?: readonly string[]
  readonly backchannelLogoutUri?: string
  /** Default: all grant types of the issuer. */
  readonly grantTypes?: readonly string[]
  /** Default: every scope. */
  readonly scope?: string
  /** The `aud` of its access tokens if a request names none. */
  readonly audience?: string | readonly string[]
  /** Default: the setting of the issuer. */
  readonly accessTokens?: 'at+jwt' | 'jwt' | 'opaque'
  /** Default: the first algorithm of the issuer. */
  readonly idTokenAlg?: string
  /** Accepts only pushed authorization requests (RFC 9126 §6). */
  readonly requirePar?: boolean
  /** Issues only tokens that are bound to a key by DPoP (RFC 9449 §5.2). */
  readonly requireDpop?: boolean
}

/** For development and tests only: its secret is public. */
export const defaultClient = {
  clientId: 'conformance',
  clientSecret: 'conformance-secret',
  anyLoopbackRedirect: true,
} as const satisfies Client

/** A public client, for command-line tools and browser applications. */
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
