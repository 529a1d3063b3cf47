import type { PublicJwk } from '../jwk.ts'

/** A key of the issuer. Withdrawn keys still sign if a recipe names them. */
export interface KeyState {
  readonly kid: string
  readonly alg: string
  /** Whether it signs by default. Each algorithm always has one active key. */
  readonly active: boolean
  readonly published: boolean
  /** When an announced key becomes active, in seconds since the epoch. */
  readonly activeAt?: number
  /** When a replaced key is withdrawn, in seconds since the epoch. */
  readonly withdrawAt?: number
  readonly jwk: PublicJwk
}
