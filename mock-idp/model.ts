/** What a mock issuer can be asked for. Types only. */

import type { Client } from './clients/clients.ts'
import type { Fault, FaultRecipe } from './faults/fault.ts'
import type { Flaw } from './flaws.ts'
import type { ClockState } from './issuer/clock.ts'
import type { Issuer } from './issuer/issuer.ts'
import type { JournalEntry, JournalFilter, WaitOptions } from './issuer/journal.ts'
import type { User } from './issuer/users.ts'
import type { KeyState } from './keys/ring/key-state.ts'
import type { Rotated, RotateOptions, RotationSchedule } from './keys/ring/rotation.ts'
import type { Settings, SettingsChange } from './settings.ts'

export type { Issuer } from './issuer/issuer.ts'
export type { MintRecipe, RecipeBytes, TokenRecipe } from './issuer/token-recipe.ts'
export type { JwkSet, PublicJwk } from './keys/jwk.ts'
export type { KeyState } from './keys/ring/key-state.ts'
export type { Rotated, RotateOptions, RotationSchedule } from './keys/ring/rotation.ts'

/** Why a token is good or not, by the keys and the clock of the issuer. */
export interface Verification {
  readonly valid: boolean
  /** Completes "the token …". */
  readonly why?: string
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
}

/** One of many issuers in a process. */
export interface TenantState {
  /** Its first path segment; empty for the one at the root. */
  readonly name: string
  readonly issuer: string
}

/** An issuer that does as it is told: in this process, or elsewhere through its control API. */
export interface ControlledIssuer extends Issuer {
  keys(): Promise<readonly KeyState[]>
  /** Replaces active keys by fresh ones; other published keys stay. */
  rotate(options?: RotateOptions): Promise<readonly Rotated[]>
  /** Takes a key from the JWK Set; an active one is succeeded by another of its algorithm, fresh if need be. */
  withdraw(kid: string): Promise<void>
  /** Publishes a withdrawn key again. */
  restore(kid: string): Promise<void>
  /** Rotates by itself from now on, by the clock of the issuer; `null` ends that. */
  scheduleRotation(schedule: RotationSchedule | null): Promise<void>
  readonly faults: {
    list(): Promise<readonly Fault[]>
    add(recipe: FaultRecipe): Promise<Fault>
    /** Of one id, or all. */
    clear(id?: string): Promise<void>
  }
  readonly clock: {
    state(): Promise<ClockState>
    /** Jumps to a time: seconds since the epoch, or a date (RFC 3339). */
    set(time: number | string): Promise<ClockState>
    /** Jumps by seconds, or by a text such as `5m` or `-1h` (units s, m, h, d). */
    advance(by: number | string): Promise<ClockState>
    freeze(): Promise<ClockState>
    resume(): Promise<ClockState>
    reset(): Promise<ClockState>
  }
  readonly journal: {
    entries(filter?: JournalFilter): Promise<readonly JournalEntry[]>
    /** Resolves with the matching entries as soon as there are enough, or with fewer when the time is over. */
    wait(options: WaitOptions): Promise<readonly JournalEntry[]>
    clear(): Promise<void>
  }
  readonly users: {
    list(): Promise<readonly User[]>
    put(user: User): Promise<void>
    remove(sub: string): Promise<void>
  }
  readonly clients: {
    /** Without their secrets. */
    list(): Promise<readonly Client[]>
    put(client: Client): Promise<void>
    remove(clientId: string): Promise<void>
  }
  readonly settings: {
    get(): Promise<Settings>
    change(change: SettingsChange): Promise<Settings>
  }
  /** All issuers of the process, whichever of them is asked. */
  readonly tenants: {
    list(): Promise<readonly TenantState[]>
    /** Forgets an issuer and all it knows; its next use makes a fresh one. False where there is none, and for the root. */
    remove(name: string): Promise<boolean>
  }
  /** The ill tokens that `mint({ flaw })` knows by name. */
  flaws(): Promise<readonly Flaw[]>
  /** Whether a token is one of this issuer, and good. */
  verify(token: string): Promise<Verification>
  /** Everything as at the start: keys, clock, faults, journal, users, clients, settings; codes and sessions end. */
  reset(): Promise<void>
}
