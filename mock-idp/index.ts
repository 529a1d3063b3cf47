import type { KeyObject } from 'node:crypto'
import { createApp } from './app.ts'
import { type Client, createClientRegistry } from './clients.ts'
import { endpointsOf } from './endpoints.ts'
import type { Refusal } from './errors.ts'
import { createKeyRing } from './keys.ts'
import { mint } from './mint.ts'
import type { ControlledIssuer, MintRecipe } from './model.ts'
import type { Provider } from './provider.ts'
import { platformRespond, type Respond } from './respond.ts'
import { jwkSet } from './routes/jwks.ts'
import type { ImportedKey } from './signing-key.ts'

export { type Client, defaultClient } from './clients.ts'
export { IdpError, type IdpErrorCode, idpErrorTable, Refusal } from './errors.ts'
export { defaultKeys } from './keys.ts'
export type * from './model.ts'
export type { ImportedKey } from './signing-key.ts'

export interface IdpOptions {
  /** The `iss` of every token, byte for byte: a trailing slash is kept, none is added. An http or https URL. */
  readonly issuer: string
  /** Where the endpoints are reached, if not at the origin of the issuer. */
  readonly origin?: string
  /** What to sign with: names of algorithms to make keys for, or keys of your own. The first is the default. */
  readonly keys?: readonly (string | ImportedKey)[]
  /** Default: `defaultClient`. */
  readonly clients?: readonly Client[]
  /** Takes every client_id, whatever its secret. Default: a wrong secret is refused. */
  readonly permissive?: boolean
  /** Lifetime of access tokens in seconds. Default: 300. */
  readonly accessTokenTtl?: number
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: () => number
  /** Opens the control API under `/_control/` to whoever sends it as a bearer token. */
  readonly controlKey?: string
  /** Opens the control API without a key. Only for what listens on a loopback address. Default: false. */
  readonly openControl?: boolean
  /** Called with every refused request, and with the detail that the client is not told. */
  readonly onRefusal?: (refusal: Refusal) => void
  /** Makes the answers; for adapters. Default: `new Response()`. */
  readonly respond?: Respond
}

/** An OpenID issuer as a fetch handler. */
export interface Idp extends ControlledIssuer {
  fetch(request: Request): Response | Promise<Response>
  /** Resolves once all keys are made. Calling it early saves the first request the wait. */
  ready(): Promise<void>
  /**
   * A private key, for forgeries that no recipe describes. In this process only: it is never sent.
   *
   * @throws {IdpError} `UNKNOWN_KEY`
   */
  privateKey(kid: string): KeyObject
}

/**
 * Creates an issuer that listens nowhere; `serveIdp` gives it an address. Keys are made when first needed.
 *
 * @throws {IdpError} `OPTIONS`, `UNKNOWN_ALG`, `KEY_MISMATCH`
 */
export const createIdp = (options: IdpOptions): Idp => {
  const { issuer, clock = Date.now, permissive = false, accessTokenTtl = 300 } = options
  const keys = createKeyRing(options.keys)
  const now = () => Math.floor(clock() / 1000)
  const provider: Provider = {
    issuer,
    endpoints: endpointsOf(issuer, options.origin),
    keys,
    clients: createClientRegistry(options.clients, { permissive }),
    accessTokenTtl,
    now,
    mint: (recipe: MintRecipe) => mint({ issuer, keys, now }, recipe),
    respond: options.respond ?? platformRespond,
  }
  const { openControl: open = false, controlKey: key, onRefusal } = options
  const app = createApp(provider, {
    control: { open, ...(key !== undefined && { key }) },
    ...(onRefusal && { onRefusal }),
  })
  return {
    issuer,
    jwksUri: provider.endpoints.jwksUri,
    fetch: (request) => app.fetch(request),
    mint: provider.mint,
    jwks: async () => jwkSet(await keys.published()),
    keys: keys.states,
    rotate: keys.rotate,
    withdraw: keys.withdraw,
    privateKey: keys.privateKey,
    ready: async () => {
      await keys.published()
    },
  }
}
