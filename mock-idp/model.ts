/** What a mock issuer can be asked for. Types only. */

import type { Client } from './clients/clients.ts'
import type { Fault, FaultRecipe } from './faults/fault.ts'
import type { Flaw } from './flaws.ts'
import type { ClockState } from './issuer/clock.ts'
import type { JournalEntry, JournalFilter, WaitOptions } from './issuer/journal.ts'
import type { User } from './issuer/users.ts'
import type { RotationSchedule } from './keys/ring/schedule.ts'
import type { Settings, SettingsChange } from './settings.ts'

/** A JSON Web Key as published: public members only (RFC 7517 §4). */
export interface PublicJwk {
  readonly kty: string
  readonly kid: string
  readonly alg?: string
  readonly use?: string
  readonly crv?: string
  readonly n?: string
  readonly e?: string
  readonly x?: string
  readonly y?: string
}

/** A JWK Set (RFC 7517 §5). */
export interface JwkSet {
  readonly keys: readonly PublicJwk[]
}

/** Bytes in a recipe: text is sent as UTF-8, anything else as base64url. */
export type RecipeBytes = string | { readonly base64url: string }

/**
 * A token to be minted by the issuer: the good token of the profile, changed only where the recipe says so.
 * `exp`, `nbf` and `iat` may be relative, such as `-5m` or `+1h` (units s, m, h, d).
 */
export interface TokenRecipe {
  /** The algorithm that really signs (RFC 7518 §3.1). Default: the first declared one. */
  readonly alg?: string
  /** The published key that signs, or one that was withdrawn. Default: the active key for `alg`. */
  readonly kid?: string
  /** Merged over the good JOSE header. */
  readonly header?: Readonly<Record<string, unknown>>
  /** Merged over the good claims. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Names of claims left out. */
  readonly withoutClaims?: readonly string[]
  /** Names of header parameters left out. */
  readonly withoutHeader?: readonly string[]
  /** The exact JOSE header, signed as it stands, instead of `header`. */
  readonly rawHeader?: RecipeBytes
  /** The exact payload, signed as it stands, instead of `claims`. */
  readonly rawPayload?: RecipeBytes
  /** Put in the place of the signature, base64url or not, instead of signing. */
  readonly signature?: string
}

/** A recipe and the time that counts as now, in seconds since the epoch. Default: the clock of the issuer. */
export type MintRecipe = TokenRecipe & {
  readonly now?: number
  /** A flaw by name; what else the recipe says is kept where the flaw allows it. */
  readonly flaw?: string
}

/** An issuer that mints on request: the mock IdP in this process, or the client of one elsewhere. */
export interface Issuer {
  readonly issuer: string
  readonly jwksUri: string
  mint(recipe: MintRecipe): Promise<string>
  jwks(): Promise<JwkSet>
}

export interface RotateOptions {
  /** Default: every algorithm of the issuer. */
  readonly alg?: string
  /** `overlap` (default) keeps the replaced key published, `withdraw` takes it from the JWK Set at once. */
  readonly mode?: 'overlap' | 'withdraw'
  /** With `overlap`: the replaced key is withdrawn after so many seconds. Default: never. */
  readonly overlap?: number
}

/** The kids of a replaced active key and of its fresh successor. */
export interface Rotated {
  readonly alg: string
  readonly previous: string
  readonly current: string
}

/** A key that the issuer has, or had: withdrawn keys still sign when a recipe names them. */
export interface KeyState {
  readonly kid: string
  readonly alg: string
  /** Whether it signs by default. Each algorithm always has one active key. */
  readonly active: boolean
  readonly published: boolean
  /** When a key that is announced becomes active, in seconds since the epoch. */
  readonly activeAt?: number
  /** When a replaced key is withdrawn, in seconds since the epoch. */
  readonly withdrawAt?: number
  readonly jwk: PublicJwk
}

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
