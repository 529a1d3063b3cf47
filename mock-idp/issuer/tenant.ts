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
  mint(urls: Pick<IssuerUrls, 'issuer'>, recipe: MintRecipe): Promise<string>
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
