import type { ClientRegistry } from './clients.ts'
import type { Endpoints } from './endpoints.ts'
import type { KeyRing } from './keys.ts'
import type { MintRecipe } from './model.ts'
import type { Respond } from './respond.ts'

/** What the endpoints share. */
export interface Provider {
  readonly issuer: string
  readonly endpoints: Endpoints
  readonly keys: KeyRing
  readonly clients: ClientRegistry
  /** Seconds. */
  readonly accessTokenTtl: number
  /** Seconds since the epoch. */
  now(): number
  mint(recipe: MintRecipe): Promise<string>
  readonly respond: Respond
}
