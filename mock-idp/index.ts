import type { KeyObject } from 'node:crypto'
import { createApp } from './app.ts'
import { controlOf, tenantsOf } from './control/local.ts'
import type { DialectName } from './dialects/dialect.ts'
import { dialectRoutes } from './dialects/index.ts'
import { createSite, type Site } from './endpoints.ts'
import type { Refusal } from './errors.ts'
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
export { IdpError, type IdpErrorCode, idpErrorTable, Refusal } from './errors.ts'
export type { Fault, FaultKindName, FaultRecipe } from './faults/fault.ts'
export type { Flaw, Flaws } from './flaws.ts'
export type { ClaimsPlace, ClaimsRule } from './issuer/claims-rules.ts'
export type { JournalEntry, JournalFilter, WaitOptions } from './issuer/journal.ts'
export type { TenantOptions } from './issuer/tenant.ts'
export { defaultUsers, type User } from './issuer/users.ts'
export { defaultKeys } from './keys/ring/ring.ts'
export type { ImportedKey } from './keys/signing-key.ts'
export type * from './model.ts'
export type { Lifetimes, Settings, SettingsChange } from './settings.ts'

export interface IdpOptions extends TenantOptions, SettingsChange {
  /** The `iss` of every token, byte for byte: a trailing slash is kept, none is added. An http or https URL. */
  readonly issuer: string
  /** Where the endpoints are reached, if not at the origin of the issuer. */
  readonly origin?: string
  /** Names the issuer by the scheme and host of each request instead, as with several names for one server. */
  readonly issuerFromHost?: boolean
  /** Other issuers, by their first path segment, where they differ from this one. */
  readonly tenants?: Readonly<Record<string, TenantOptions & SettingsChange & { readonly issuer?: string }>>
  /** How many issuers there may be besides the first. Default: 10 000. */
  readonly maxTenants?: number
  /** Lifetime of access tokens in seconds; the same as `lifetimes.accessToken`. */
  readonly accessTokenTtl?: number
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: () => number
  /** APIs of other products that the issuers offer, too: `clerk`, `classic-models`. Default: none. */
  readonly dialects?: readonly DialectName[]
  /** Where codes, refresh tokens and sessions are kept. Default: in memory, bounded. */
  readonly store?: Store
  /** Ill tokens that can be minted by name. Default: none. */
  readonly flaws?: Flaws
  /** Opens the control API under `/_control/` to whoever sends it as a bearer token. */
  readonly controlKey?: string
  /** Opens the control API without a key. Only for what listens on a loopback address. Default: false. */
  readonly openControl?: boolean
  /** Called with every refused request, and with the detail that the client is not told. */
  readonly onRefusal?: (refusal: Refusal) => void
  /** Makes the answers; for adapters. Default: `new Response()`. */
  readonly respond?: Respond
}

/** OpenID issuers as a fetch handler: the one at the root, and any number of others below it, made on first use. */
export interface Idp extends ControlledIssuer {
  /** `Response.error()` stands for a dropped connection. */
  fetch(request: Request): Response | Promise<Response>
  /** Resolves once all keys of the root issuer are made. Calling it early saves the first request the wait. */
  ready(): Promise<void>
  /** The issuer at `/{name}`. */
  tenant(name: string): ControlledIssuer
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
  const { issuer, clock: machine = Date.now, store = createMemoryStore() } = options
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
      // Apart, because a reset clears the other one. In one process nobody shares keys.
      ...(options.store && { keyStore: scopedStore(store, `keys/${name}:`) }),
      machine,
    })
  }
  const configured = Object.keys(options.tenants ?? {})
  const tenants = createTenants(create, { configured, limit: options.maxTenants ?? 10_000 })

  const fixed = new Map<string, Site>()
  const siteOf = (name: string, request?: Request): Site => {
    const path = name === '' ? prefix : `${prefix}/${name}`
    if (options.issuerFromHost && request) {
      const seen = new URL(request.url).origin
      return createSite(seen + (name === '' ? url.pathname.replace(/^\/$/, '') : path), seen, path)
    }
    const known = fixed.get(name)
    if (known) return known
    const own = options.tenants?.[name]?.issuer
    const site = createSite(own ?? (name === '' ? issuer : `${issuer.replace(/\/$/, '')}/${name}`), origin, path)
    fixed.set(name, site)
    return site
  }

  const { openControl: open = false, controlKey: key, onRefusal, flaws = noFlaws } = options
  const fetch = createApp({
    dialects: dialectRoutes(options.dialects ?? []),
    tenants,
    prefix,
    siteOf,
    flaws,
    control: { open, ...(key !== undefined && { key }) },
    respond: options.respond ?? platformRespond,
    ...(onRefusal && { onRefusal }),
  })
  const all = tenantsOf(tenants, siteOf)
  const control = (name: string) => controlOf(tenants.get(name), siteOf(name), { tenants: all, flaws })
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
