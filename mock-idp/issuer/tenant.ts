import { type Client, type ClientRegistry, createClientRegistry } from '../clients/clients.ts'
import type { Site } from '../endpoints.ts'
import { createFaultRegistry, type FaultRegistry } from '../faults/registry.ts'
import { createKeyRing, type DeclaredKeys, type KeyRing, type KeyRingOptions } from '../keys/ring/ring.ts'
import type { MintRecipe } from '../model.ts'
import { changeSettings, type Settings, type SettingsChange } from '../settings.ts'
import type { Store } from '../store/store.ts'
import { type Clock, createClock } from './clock.ts'
import { createJournal, type Journal } from './journal.ts'
import { mint } from './mint.ts'
import { createUserRegistry, type User, type UserRegistry } from './users.ts'

/** All that one issuer knows. Nothing of it is shared with other issuers. */
export interface Tenant {
  /** Empty for the issuer at the root. */
  readonly name: string
  readonly keys: KeyRing
  readonly clients: ClientRegistry
  readonly users: UserRegistry
  readonly clock: Clock
  readonly journal: Journal
  readonly faults: FaultRegistry
  /** Codes, refresh tokens, sessions. */
  readonly store: Store
  /** Read anew for every use, because they can be changed. */
  settings(): Settings
  change(change: SettingsChange): Settings
  mint(site: Pick<Site, 'issuer'>, recipe: MintRecipe): Promise<string>
  /** Everything as at the start. */
  reset(): Promise<void>
}

/** What an issuer starts with. */
export interface TenantOptions {
  /** What to sign with: names of algorithms to make keys for, or keys of your own. The first is the default. */
  readonly keys?: DeclaredKeys
  /** Derives all keys that are made; never a real secret. Default: keys are random. */
  readonly keySeed?: string
  /** Whether one key of an algorithm signs, or all of them in turn. Default: `one`. */
  readonly activeKeys?: 'one' | 'all'
  /** Rotates keys by itself. Default: never. */
  readonly rotation?: KeyRingOptions['schedule']
  readonly clients?: readonly Client[]
  readonly users?: readonly User[]
}

export interface TenantSetting extends TenantOptions {
  readonly name: string
  readonly settings: Settings
  readonly store: Store
  /** Keeps keys where replicas share them. Default: in this process. */
  readonly keyStore?: Store
  /** Milliseconds since the epoch. */
  readonly machine: () => number
}

/** @throws {IdpError} `OPTIONS`, `UNKNOWN_ALG`, `KEY_MISMATCH` */
export const createTenant = ({ name, settings: initial, store, machine, ...options }: TenantSetting): Tenant => {
  const clients = createClientRegistry(options.clients)
  const users = createUserRegistry(options.users)
  const clock = createClock(machine)
  const { keySeed, activeKeys, rotation, keyStore } = options
  const keys = createKeyRing(options.keys, {
    tenant: name,
    now: clock.now,
    ...(keySeed !== undefined && { seed: keySeed }),
    ...(activeKeys && { activeKeys }),
    ...(rotation && { schedule: rotation }),
    ...(keyStore && { store: keyStore }),
  })
  const journal = createJournal()
  const faults = createFaultRegistry()
  let settings = initial
  return {
    name,
    keys,
    clients,
    users,
    clock,
    journal,
    faults,
    store,
    settings: () => settings,
    change: (change) => (settings = changeSettings(settings, change)),
    mint: ({ issuer }, recipe) => mint({ issuer, keys, now: clock.now }, recipe),
    async reset() {
      settings = initial
      for (const part of [clients, users, clock]) part.reset()
      journal.clear()
      faults.clear()
      await Promise.all([store.clear(''), keys.reset()])
    },
  }
}
