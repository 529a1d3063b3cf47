import type { KeyObject } from 'node:crypto'
import type { Algorithm } from '../algorithms.ts'
import type { ImportedKey, SigningKey } from '../signing-key.ts'
import type { KeyState } from './key-state.ts'
import type { RotatedKey, RotateOptions, RotationSchedule } from './rotation.ts'

/** The keys of an issuer. Each algorithm always has one active key, which is published. Other keys may be published, too. */
export interface KeyRing {
  /** The algorithms in the order of the options, without duplicates. The first one is the default. */
  readonly algs: readonly string[]
  /** The key and the algorithm to sign with. */
  signer(wanted: { readonly alg?: string; readonly kid?: string }): Promise<Signer>
  /** The published keys. The same array until they change. */
  published(): readonly SigningKey[] | Promise<readonly SigningKey[]>
  states(): Promise<readonly KeyState[]>
  /** The rotation schedule. `next` is the time of the next rotation in seconds since the epoch. */
  rotation(): Promise<(RotationSchedule & { readonly next: number }) | null>
  rotate(options?: RotateOptions): Promise<readonly RotatedKey[]>
  withdraw(kid: string): Promise<void>
  /** Publishes a withdrawn key again. */
  restore(kid: string, options?: { readonly active?: boolean }): Promise<void>
  /** Makes a key the active one of its algorithm. A withdrawn key is published again. */
  activate(kid: string): Promise<void>
  /** Adds a published key, a new or an imported one, and returns its kid. It is active if it is the first of its algorithm. */
  add(key: { readonly alg: string } | ImportedKey): Promise<string>
  /** Sets the rotation schedule. The first period begins now. */
  schedule(schedule: RotationSchedule | null): Promise<void>
  /** Restores the initial keys and the initial schedule. */
  reset(): Promise<void>
  privateKey(kid: string): KeyObject
}

interface Signer {
  readonly key: SigningKey
  readonly algorithm: Algorithm
}
