import { IdpError } from '../../errors.ts'
import type { Store } from '../../store/store.ts'
import { keyFromSeed } from '../seed/derive-key.ts'
import { exportKey, generateKey, type ImportedKey, importKey, type SigningKey } from '../signing-key.ts'
import { keyLifetime } from './shared-state.ts'
import type { KeyRecord } from './state.ts'

/** Generates, derives or reads the keys of the records of a ring, each once. */
export interface KeyMaterial {
  load(record: Pick<KeyRecord, 'id' | 'alg' | 'index'>): Promise<SigningKey>
  /** The key, if it was loaded before. */
  loaded(id: string): SigningKey | undefined
  /** Stores an imported key. */
  put(id: string, key: SigningKey): Promise<void>
  /** Deletes keys. */
  remove(ids: readonly string[]): Promise<void>
}

export interface MaterialOptions {
  /** Imported keys of the options, by the id of their record. */
  readonly imported: ReadonlyMap<string, SigningKey>
  readonly seed?: string
  /** Distinguishes the keys of issuers with the same seed. */
  readonly tenant: string
  /** Where replicas share keys that are neither imported by the options nor derived. */
  readonly store?: Store
}

export const createKeyMaterial = ({ imported, seed, tenant, store }: MaterialOptions): KeyMaterial => {
  const loaded = new Map(imported)
  const loading = new Map<string, Promise<SigningKey>>()

  const shared = async (store: Store, { id, alg, index }: KeyRecord): Promise<SigningKey> => {
    const name = `key:${id}`
    const found = await store.get(name)
    if (found !== undefined) return importKey(found as ImportedKey)
    if (index === undefined) throw new IdpError('UNKNOWN_KEY', `The store has no key ${id} any more. Reset the keys.`)
    const made = await generateKey(alg)
    if (await store.add(name, exportKey(made), keyLifetime)) return made
    return importKey((await store.get(name)) as ImportedKey)
  }

  const create = (record: KeyRecord): Promise<SigningKey> => {
    const { alg, index } = record
    if (seed !== undefined && index !== undefined) return keyFromSeed({ seed, tenant, alg, index })
    return store ? shared(store, record) : generateKey(alg)
  }

  return {
    loaded: (id) => loaded.get(id),
    async load(record) {
      const known = loaded.get(record.id)
      if (known) return known
      let promise = loading.get(record.id)
      if (!promise) {
        promise = create(record as KeyRecord)
        loading.set(record.id, promise)
      }
      try {
        const key = await promise
        loaded.set(record.id, key)
        return key
      } finally {
        loading.delete(record.id)
      }
    },
    async put(id, key) {
      await store?.set(`key:${id}`, exportKey(key), keyLifetime)
      loaded.set(id, key)
    },
    async remove(ids) {
      for (const id of ids) {
        if (imported.has(id)) continue
        loaded.delete(id)
        await store?.delete(`key:${id}`)
      }
    },
  }
}
