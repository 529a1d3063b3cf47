import { createClientRegistry } from '../clients/clients.ts'
import { createFaultRegistry } from '../faults/registry.ts'
import { createKeyRing } from '../keys/ring/ring.ts'
import { changeSettings, type Settings } from '../settings.ts'
import type { Store } from '../store/store.ts'
import { createClock } from './clock.ts'
import { createJournal } from './journal.ts'
import { mint } from './mint.ts'
import type { Tenant, TenantOptions } from './tenant.ts'
import { createUserRegistry } from './users.ts'

export interface CreateTenantOptions extends TenantOptions {
  readonly name: string
  readonly settings: Settings
  readonly store: Store
  /** Where replicas share keys. Default: keys are not shared. */
  readonly keyStore?: Store
  /** Milliseconds since the epoch. */
  readonly systemTime: () => number
}

/** @throws {IdpError} `OPTIONS`, `UNKNOWN_ALG`, `KEY_MISMATCH` */
export const createTenant = ({
  name,
  settings: initial,
  store,
  systemTime,
  ...options
}: CreateTenantOptions): Tenant => {
  const clients = createClientRegistry(options.clients)
  const users = createUserRegistry(options.users)
  const clock = createClock(systemTime)
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
    changeSettings: (change) => (settings = changeSettings(settings, change)),
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
