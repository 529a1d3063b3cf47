import type { Client, ClientRegistry } from '../clients/clients.ts'
import type { IssuerUrls } from '../endpoints.ts'
import type { FaultRegistry } from '../faults/registry.ts'
import type { KeyRing } from '../keys/ring/key-ring.ts'
import type { DeclaredKeys, KeyRingOptions } from '../keys/ring/options.ts'
import type { Settings, SettingsChange } from '../settings.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from './clock.ts'
import type { Journal } from './journal.ts'
import type { MintRecipe } from './token-recipe.ts'
import type { User, UserRegistry } from './users.ts'

/** The state of one issuer. Issuers share no state. */
export interface Tenant {
  /** Empty for the root issuer. */
  readonly name: string
  readonly keys: KeyRing
  readonly clients: ClientRegistry
  readonly users: UserRegistry
  readonly clock: Clock
  readonly journal: Journal
  readonly faults: FaultRegistry
  /** Codes, refresh tokens and sessions. */
  readonly store: Store
  /** The current settings. They can change between two calls. */
  settings(): Settings
  changeSettings(change: SettingsChange): Settings
  mint(urls: Pick<IssuerUrls, 'issuer'>, recipe: MintRecipe): Promise<string>
  /** Restores the initial state. */
  reset(): Promise<void>
}

/** The initial state of an issuer. */
export interface TenantOptions {
  /** The signing keys: names of algorithms for which keys are generated, or private keys. The first one is the default. */
  readonly keys?: DeclaredKeys
  /** All generated keys are derived from it, so it must not be a real secret. Default: random keys. */
  readonly keySeed?: string
  /** Whether one key per algorithm signs, or all of them in turn. Default: `one`. */
  readonly activeKeys?: 'one' | 'all'
  /** When keys are rotated automatically. Default: never. */
  readonly rotation?: KeyRingOptions['schedule']
  readonly clients?: readonly Client[]
  readonly users?: readonly User[]
}
