import type { KeyObject } from 'node:crypto'
import { createApp } from './app.ts'
import { createLocalControl, createTenantsControl } from './control/local.ts'
import type { DialectName } from './dialects/dialect.ts'
import { dialectRoutes } from './dialects/index.ts'
import { createIssuerUrls, type IssuerUrls } from './endpoints.ts'
import type { OAuthError } from './errors.ts'
import { type Flaws, noFlaws } from './flaws.ts'
import { platformRespond, type Respond } from './http/respond.ts'
import { createTenant } from './issuer/create-tenant.ts'
import { parseIssuerUrl } from './issuer/issuer-url.ts'
import type { TenantOptions } from './issuer/tenant.ts'
import { createTenants } from './issuer/tenants.ts'
import type { ControlledIssuer } from './model.ts'
import { changeSettings, defaultSettings, type SettingsChange } from './settings.ts'
import { createMemoryStore } from './store/memory-store.ts'
import { scopedStore } from './store/scoped-store.ts'
import type { Store } from './store/store.ts'

export { type ConnectOptions, connectIdp } from './client.ts'
export { type Client, type ClientAuthMethod, defaultClient, defaultPublicClient } from './clients/clients.ts'
export { type DialectName, dialectNames } from './dialects/dialect.ts'
export { IdpError, type IdpErrorCode, idpErrorTable, OAuthError } from './errors.ts'
export type { Fault, FaultKindName, FaultRecipe } from './faults/fault.ts'
export type { Flaw, Flaws } from './flaws.ts'
export type { ClaimsRule, ClaimsTarget } from './issuer/claims-rules.ts'
export type { JournalEntry, JournalFilter, WaitOptions } from './issuer/journal.ts'
export type { TenantOptions } from './issuer/tenant.ts'
export { defaultUsers, type User } from './issuer/users.ts'
export { defaultKeys } from './keys/ring/options.ts'
export type { ImportedKey } from './keys/signing-key.ts'
export type * from './model.ts'
export type { Lifetimes, Settings, SettingsChange } from './settings.ts'

export interface IdpOptions extends TenantOptions, SettingsChange {
  /** The `iss` of every token: an http or https URL. It is kept byte for byte; a trailing slash is neither added nor removed. */
  readonly issuer: string
  /** The origin of the endpoints. Default: the origin of the issuer. */
  readonly origin?: string
  /** Derives the issuer from the scheme and the `Host` of each request instead, for a server with several names. */
  readonly issuerFromHost?: boolean
  /** Further issuers by their first path segment: only what differs from the root issuer. */
  readonly tenants?: Readonly<Record<string, TenantOptions & SettingsChange & { readonly issuer?: string }>>
  /** The maximum number of issuers besides the root issuer. Default: 10 000. */
  readonly maxTenants?: number
  /** Lifetime of access tokens in seconds; the same as `lifetimes.accessToken`. */
  readonly accessTokenTtl?: number
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: () => number
  /** APIs of other products that the issuers also offer: `clerk`, `classic-models`. Default: none. */
  readonly dialects?: readonly DialectName[]
  /** Where codes, refresh tokens and sessions are stored. Default: in memory, up to 100 000 entries. */
  readonly store?: Store
  /** Invalid tokens that can be minted by name. Default: none. */
  readonly flaws?: Flaws
  /** Turns on the control API under `/_control/`, for requests that send this key as a bearer token. */
  readonly controlKey?: string
  /** Turns on the control API without a key. Only for an issuer that listens on a loopback address. Default: false. */
  readonly openControl?: boolean
  /** Called for every rejected request and every internal error, with the detail that the client is not sent. */
  readonly onError?: (error: OAuthError) => void
  /** Creates the responses; for adapters. Default: `new Response()`. */
  readonly respond?: Respond
}

/** OpenID issuers as a fetch handler: the root issuer, and others below its path, which are created on first use. */
export interface Idp extends ControlledIssuer {
  /** `Response.error()` stands for a dropped connection. */
  fetch(request: Request): Response | Promise<Response>
  /** Resolves when all keys of the root issuer are generated. Otherwise the first request waits for them. */
  ready(): Promise<void>
  /** The issuer at `/{name}`. */
  tenant(name: string): ControlledIssuer
  /**
   * A private key, for forged tokens that no recipe describes. It never leaves this process.
   *
   * @throws {IdpError} `UNKNOWN_KEY`
   */
  privateKey(kid: string): KeyObject
}

/**
 * Creates an issuer that does not listen; `serveIdp` does. Keys are generated when they are first needed.
 *
 * @throws {IdpError} `OPTIONS`, `UNKNOWN_ALG`, `KEY_MISMATCH`
 */
export const createIdp = (options: IdpOptions): Idp => {
  const { issuer, clock: systemTime = Date.now, store = createMemoryStore() } = options
  const url = parseIssuerUrl('issuer', issuer)
  const origin = options.origin === undefined ? url.origin : parseIssuerUrl('origin', options.origin).origin
  const prefix = url.pathname.replace(/\/$/, '')
  const settings = changeSettings(defaultSettings, settingsOf(options))

  const create = (name: string) => {
    const own = options.tenants?.[name] ?? {}
    return createTenant({
      ...pick(options, tenantMembers),
      ...pick(own, tenantMembers),
      name,
      settings: changeSettings(settings, settingsOf(own)),
      store: scopedStore(store, `${name}:`),
      // Separate, because a reset clears the other one. Without a store of the user, keys are not shared.
      ...(options.store && { keyStore: scopedStore(store, `keys/${name}:`) }),
      systemTime,
    })
  }
  const configured = Object.keys(options.tenants ?? {})
  const tenants = createTenants(create, { configured, limit: options.maxTenants ?? 10_000 })

  const fixedUrls = new Map<string, IssuerUrls>()
  const urlsOf = (name: string, request?: Request): IssuerUrls => {
    const path = name === '' ? prefix : `${prefix}/${name}`
    if (options.issuerFromHost && request) {
      const requested = new URL(request.url).origin
      return createIssuerUrls(requested + (name === '' ? url.pathname.replace(/^\/$/, '') : path), requested, path)
    }
    const known = fixedUrls.get(name)
    if (known) return known
    const own = options.tenants?.[name]?.issuer
    const urls = createIssuerUrls(own ?? (name === '' ? issuer : `${issuer.replace(/\/$/, '')}/${name}`), origin, path)
    fixedUrls.set(name, urls)
    return urls
  }

  const { openControl: open = false, controlKey: key, onError, flaws = noFlaws } = options
  const fetch = createApp({
    dialects: dialectRoutes(options.dialects ?? []),
    tenants,
    prefix,
    urlsOf,
    flaws,
    control: { open, ...(key !== undefined && { key }) },
    respond: options.respond ?? platformRespond,
    ...(onError && { onError }),
  })
  const all = createTenantsControl(tenants, urlsOf)
  const control = (name: string) => createLocalControl(tenants.get(name), urlsOf(name), { tenants: all, flaws })
  return {
    ...control(''),
    fetch,
    tenant: control,
    privateKey: tenants.root.keys.privateKey,
    ready: async () => {
      await tenants.root.keys.published()
    },
  }
}

const tenantMembers = ['keys', 'keySeed', 'activeKeys', 'rotation', 'clients', 'users'] as const

const settingMembers = Object.keys(defaultSettings).concat('audience')

const pick = <Members extends object, Name extends keyof Members>(from: Members, names: readonly Name[]) =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name as Name))) as Pick<Members, Name>

const settingsOf = (options: SettingsChange & { readonly accessTokenTtl?: number }): SettingsChange => {
  const { accessTokenTtl, ...others } = options
  const change = pick(others, settingMembers as (keyof SettingsChange)[])
  return accessTokenTtl === undefined
    ? change
    : { ...change, lifetimes: { ...change.lifetimes, accessToken: accessTokenTtl } }
}
