import { createHash, randomUUID } from 'node:crypto'
import { IdpError } from '../../errors.ts'
import type { Store } from '../../store/store.ts'
import { findAlgorithm } from '../algorithms.ts'
import { type ImportedKey, importKey, type SigningKey } from '../signing-key.ts'
import type { RotationSchedule } from './rotation.ts'
import type { InitialKey } from './state.ts'

/**
 * One key for each algorithm that libraries commonly support, and a second RS256 key, so that another published kid
 * exists. Ed25519 is published as `EdDSA` (RFC 8037): RFC 9864 deprecates this name, but many libraries support no other.
 */
export const defaultKeys: readonly string[] = ['RS256', 'RS256', 'ES256', 'ES384', 'EdDSA']

/** The initial keys of an issuer: names of algorithms, for each of which a key is generated, and private keys. */
export type DeclaredKeys = readonly (string | ImportedKey)[]

export interface KeyRingOptions {
  /**
   * All keys that are not imported are derived from it, also those of later rotations, so that they are the same after a
   * restart and in all replicas. Not a real secret: the keys can be computed from it. Default: random keys.
   */
  readonly seed?: string
  /** Distinguishes the keys of issuers with the same seed. Default: empty. */
  readonly tenant?: string
  /** `one` (default): the active key of an algorithm signs. `all`: its published keys sign in turn. */
  readonly activeKeys?: 'one' | 'all'
  /** Default: `null`, keys are not rotated automatically. */
  readonly schedule?: RotationSchedule | null
  /** The current time in seconds since the epoch. It may jump. Default: the system time. */
  readonly now?: () => number
  /** Where replicas share keys, private keys included, and their changes. Default: keys are not shared. */
  readonly store?: Store
}

export interface DeclaredKeySet {
  readonly initial: readonly InitialKey[]
  /** By the id of the record. */
  readonly imported: ReadonlyMap<string, SigningKey>
}

/** @throws {IdpError} `UNKNOWN_ALG`, `KEY_MISMATCH`, or `OPTIONS` for a key that is not private, for an empty list and for a duplicate kid */
export const readDeclaredKeys = (declared: DeclaredKeys): DeclaredKeySet => {
  if (declared.length === 0) throw new IdpError('OPTIONS', 'An issuer needs at least one key.')
  const imported = new Map<string, SigningKey>()
  const initial = declared.map((source): InitialKey => {
    if (typeof source === 'string') return { alg: findAlgorithm(source).name }
    const key = importKey(source)
    const id = `imported/${key.kid}`
    if (imported.has(id)) throw new IdpError('OPTIONS', `Two keys have the kid ${JSON.stringify(key.kid)}.`)
    imported.set(id, key)
    return { alg: key.algorithm.name, imported: id }
  })
  return { initial, imported }
}

/** The id and the algorithm of the record of a key that is imported later. */
export const importedRecord = (key: SigningKey) => ({
  id: `imported/${key.kid}/${randomUUID()}`,
  alg: key.algorithm.name,
})

/** The name of the state in the store. Replicas with the same configuration share their keys, others do not. */
export const ringName = ({ initial }: DeclaredKeySet, { seed, tenant }: KeyRingOptions): string =>
  `ring:${createHash('sha256')
    .update(JSON.stringify([initial, seed, tenant]))
    .digest('base64url')
    .slice(0, 16)}`
