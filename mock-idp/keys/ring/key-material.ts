import { IdpError } from '../../errors.ts'
import type { Store } from '../../store/store.ts'
import { keyFromSeed } from '../seed/derive-key.ts'
import { exportKey, generateKey, type ImportedKey, importKey, type SigningKey } from '../signing-key.ts'
import { keyLifetime } from './shared-state.ts'
import type { KeyRecord } from './state.ts'

/** Makes the keys that the slots of a ring stand for, each once. */
export interface KeyMaterial {
  key(record: Pick<KeyRecord, 'id' | 'alg' | 'index'>): Promise<SigningKey>
  /** The key itself where it is made already. */
  made(id: string): SigningKey | undefined
  /** Takes a given key for a slot. */
  give(id: string, key: SigningKey): Promise<void>
  /** Forgets keys. */
  drop(ids: readonly string[]): Promise<void>
}

export interface MaterialOptions {
  /** Keys that came with the options, by the id of their slot. */
  readonly given: ReadonlyMap<string, SigningKey>
  readonly seed?: string
  /** Tells the keys of one issuer from those of another with the same seed. */
  readonly tenant: string
  /** Where replicas share the keys that are neither given nor derived. */
  readonly store?: Store
}

export const createKeyMaterial = ({ given, seed, tenant, store }: MaterialOptions): KeyMaterial => {
  const done = new Map(given)
  const making = new Map<string, Promise<SigningKey>>()

  const shared = async (store: Store, { id, alg, index }: KeyRecord): Promise<SigningKey> => {
    const name = `key:${id}`
    const found = await store.get(name)
    if (found !== undefined) return importKey(found as ImportedKey)
    if (index === undefined) throw new IdpError('UNKNOWN_KEY', `The store has lost key ${id}; reset the keys.`)
    const made = await generateKey(alg)
    if (await store.add(name, exportKey(made), keyLifetime)) return made
    return importKey((await store.get(name)) as ImportedKey)
  }

  const make = (record: KeyRecord): Promise<SigningKey> => {
    const { alg, index } = record
    if (seed !== undefined && index !== undefined) return keyFromSeed({ seed, tenant, alg, index })
    return store ? shared(store, record) : generateKey(alg)
  }

  return {
    made: (id) => done.get(id),
    async key(record) {
      const known = done.get(record.id)
      if (known) return known
      let promise = making.get(record.id)
      if (!promise) {
        promise = make(record as KeyRecord)
        making.set(record.id, promise)
      }
      try {
        const key = await promise
        done.set(record.id, key)
        return key
      } finally {
        making.delete(record.id)
      }
    },
    async give(id, key) {
      await store?.set(`key:${id}`, exportKey(key), keyLifetime)
      done.set(id, key)
    },
    async drop(ids) {
      for (const id of ids) {
        if (given.has(id)) continue
        done.delete(id)
        await store?.delete(`key:${id}`)
      }
    },
  }
}
