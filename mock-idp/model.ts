/** What can be requested of a mock issuer. Types only. */

import type { Client } from './clients/clients.ts'
import type { Fault, FaultRecipe } from './faults/fault.ts'
import type { Flaw } from './flaws.ts'
import type { ClockState } from './issuer/clock.ts'
import type { Issuer } from './issuer/issuer.ts'
import type { JournalEntry, JournalFilter, WaitOptions } from './issuer/journal.ts'
import type { User } from './issuer/users.ts'
import type { KeyState } from './keys/ring/key-state.ts'
import type { RotatedKey, RotateOptions, RotationSchedule } from './keys/ring/rotation.ts'
import type { Settings, SettingsChange } from './settings.ts'

export type { Issuer } from './issuer/issuer.ts'
export type { MintRecipe, RecipeBytes, TokenRecipe } from './issuer/token-recipe.ts'
export type { JwkSet, PublicJwk } from './keys/jwk.ts'
export type { KeyState } from './keys/ring/key-state.ts'
export type { RotatedKey, RotateOptions, RotationSchedule } from './keys/ring/rotation.ts'

/** Whether a token is valid by the keys and the clock of the issuer, and if not, why. */
export interface Verification {
  readonly valid: boolean
  /** Completes "the token …". */
  readonly reason?: string
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
}

/** One of the issuers of a process. */
export interface TenantState {
  /** The first path segment; empty for the root issuer. */
  readonly name: string
  readonly issuer: string
}

/** An issuer that can be controlled: one in this process, or another one through its control API. */
export interface ControlledIssuer extends Issuer {
  keys(): Promise<readonly KeyState[]>
  /** Replaces the active keys with new ones. Other published keys stay. */
  rotate(options?: RotateOptions): Promise<readonly RotatedKey[]>
  /** Removes a key from the JWK Set. If it is active, another key of its algorithm becomes active, a new one if there is none. */
  withdraw(kid: string): Promise<void>
  /** Publishes a withdrawn key again. */
  restore(kid: string): Promise<void>
  /** Rotates the keys periodically, by the clock of the issuer. `null` ends this. */
  scheduleRotation(schedule: RotationSchedule | null): Promise<void>
  readonly faults: {
    list(): Promise<readonly Fault[]>
    add(recipe: FaultRecipe): Promise<Fault>
    /** Removes the fault with this id; without an id, all faults. */
    clear(id?: string): Promise<void>
  }
  readonly clock: {
    state(): Promise<ClockState>
    /** Sets the time: seconds since the epoch, or a date (RFC 3339). */
    set(time: number | string): Promise<ClockState>
    /** Moves the clock by seconds, or by a duration such as `5m` or `-1h` (units s, m, h, d). */
    advance(by: number | string): Promise<ClockState>
    freeze(): Promise<ClockState>
    resume(): Promise<ClockState>
    reset(): Promise<ClockState>
  }
  readonly journal: {
    entries(filter?: JournalFilter): Promise<readonly JournalEntry[]>
    /** Resolves with the matching entries as soon as there are enough, or with fewer after the timeout. */
    wait(options: WaitOptions): Promise<readonly JournalEntry[]>
    clear(): Promise<void>
  }
  readonly users: {
    list(): Promise<readonly User[]>
    put(user: User): Promise<void>
    remove(sub: string): Promise<void>
  }
  readonly clients: {
    /** Without the secrets. */
    list(): Promise<readonly Client[]>
    put(client: Client): Promise<void>
    remove(clientId: string): Promise<void>
  }
  readonly settings: {
    get(): Promise<Settings>
    change(change: SettingsChange): Promise<Settings>
  }
  /** All issuers of the process. */
  readonly tenants: {
    list(): Promise<readonly TenantState[]>
    /** Deletes an issuer with its state. Its next use creates a new one. False for an unknown name and for the root issuer. */
    remove(name: string): Promise<boolean>
  }
  /** The flaws that `mint({ flaw })` accepts. */
  flaws(): Promise<readonly Flaw[]>
  /** Verifies a token of this issuer. */
  verify(token: string): Promise<Verification>
  /** Restores the initial state: keys, clock, faults, journal, users, clients and settings. Deletes codes, tokens and sessions. */
  reset(): Promise<void>
}
