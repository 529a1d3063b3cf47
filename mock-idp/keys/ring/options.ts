import { createHash, randomUUID } from 'node:crypto'
import { IdpError } from '../../errors.ts'
import type { Store } from '../../store/store.ts'
import { findAlgorithm } from '../algorithms.ts'
import { type ImportedKey, importKey, type SigningKey } from '../signing-key.ts'
import type { RotationSchedule } from './rotation.ts'
import type { InitialKey } from './state.ts'

/**
 * One key of each algorithm that libraries commonly accept, and a second RS256 key so that there is another published
 * kid. Ed25519 is published as `EdDSA` (RFC 8037): RFC 9864 deprecates that name, but many libraries know no other.
 */
export const defaultKeys: readonly string[] = ['RS256', 'RS256', 'ES256', 'ES384', 'EdDSA']

/** What an issuer signs with at the start: algorithm names, for each of which a key is made, and keys of your own. */
export type DeclaredKeys = readonly (string | ImportedKey)[]

export interface KeyRingOptions {
  /**
   * Derives all keys that are not given, those of later rotations too, so that restarts and replicas have the same ones.
   * Never a real secret: who knows the seed has the keys. Default: keys are random.
   */
  readonly seed?: string
  /** Tells the keys of one issuer from those of another with the same seed. Default: empty. */
  readonly tenant?: string
  /** `one` (default): the active key of an algorithm signs. `all`: its published keys sign in turn. */
  readonly activeKeys?: 'one' | 'all'
  /** Default: `null`, keys stay until they are told to go. */
  readonly schedule?: RotationSchedule | null
  /** Seconds since the epoch; may jump. Default: the time of the machine. */
  readonly now?: () => number
  /** Shares keys, with all their changes, between replicas. Private keys are kept there. Default: this process only. */
  readonly store?: Store
}

export interface DeclaredKeySet {
  readonly initial: readonly InitialKey[]
  readonly given: ReadonlyMap<string, SigningKey>
}

/** @throws {IdpError} `UNKNOWN_ALG`, `KEY_MISMATCH`, or `OPTIONS` for what is no private key, no key, or one kid twice */
export const readDeclaredKeys = (declared: DeclaredKeys): DeclaredKeySet => {
  if (declared.length === 0) throw new IdpError('OPTIONS', 'An issuer needs at least one key.')
  const given = new Map<string, SigningKey>()
  const initial = declared.map((source): InitialKey => {
    if (typeof source === 'string') return { alg: findAlgorithm(source).name }
    const key = importKey(source)
    const id = `given/${key.kid}`
    if (given.has(id)) throw new IdpError('OPTIONS', `Two of the given keys are named ${JSON.stringify(key.kid)}.`)
    given.set(id, key)
    return { alg: key.algorithm.name, given: id }
  })
  return { initial, given }
}

/** A slot for a key that is given later. */
export const importedRecord = (key: SigningKey) => ({ id: `given/${key.kid}/${randomUUID()}`, alg: key.algorithm.name })

/** Replicas that were started alike share their keys; another configuration has its own. */
export const ringName = ({ initial }: DeclaredKeySet, { seed, tenant }: KeyRingOptions): string =>
  `ring:${createHash('sha256')
    .update(JSON.stringify([initial, seed, tenant]))
    .digest('base64url')
    .slice(0, 16)}`
