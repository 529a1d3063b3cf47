import type { KeyObject } from 'node:crypto'
import type { Algorithm } from '../algorithms.ts'
import type { ImportedKey, SigningKey } from '../signing-key.ts'
import type { KeyState } from './key-state.ts'
import type { RotatedKey, RotateOptions, RotationSchedule } from './rotation.ts'

/** The keys of an issuer. Each algorithm always has one active key; that one and maybe others are published. */
export interface KeyRing {
  /** In the order declared, each once. The first is the default. */
  readonly algs: readonly string[]
  /** The key that signs, and with what. */
  signer(wanted: { readonly alg?: string; readonly kid?: string }): Promise<Signer>
  /** The same array until the keys change. */
  published(): readonly SigningKey[] | Promise<readonly SigningKey[]>
  states(): Promise<readonly KeyState[]>
  /** When keys are rotated by themselves, and next in seconds since the epoch. */
  rotation(): Promise<(RotationSchedule & { readonly next: number }) | null>
  rotate(options?: RotateOptions): Promise<readonly RotatedKey[]>
  withdraw(kid: string): Promise<void>
  /** Publishes a withdrawn key again. */
  restore(kid: string, options?: { readonly active?: boolean }): Promise<void>
  /** Makes a key the active one of its algorithm; if it was withdrawn, it is published again. */
  activate(kid: string): Promise<void>
  /** Publishes one more key, a fresh one or one of yours. It is active only where it is the first of its algorithm. */
  add(key: { readonly alg: string } | ImportedKey): Promise<string>
  /** Counts the first period from now. */
  schedule(schedule: RotationSchedule | null): Promise<void>
  /** Back to the keys and the schedule of the start. */
  reset(): Promise<void>
  privateKey(kid: string): KeyObject
}

export interface Signer {
  readonly key: SigningKey
  readonly algorithm: Algorithm
}
