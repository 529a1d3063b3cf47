import { findAlgorithm } from '../algorithms.ts'
import type { SigningKey } from '../signing-key.ts'
import type { KeyMaterial } from './key-material.ts'
import type { KeyRecord, KeyRingState } from './state.ts'
import { viewOf } from './view.ts'

type Keys = readonly SigningKey[]

/** Loads several keys at once. */
export const createKeyLoader = (material: KeyMaterial) => {
  const loadAll = async (records: readonly KeyRecord[]): Promise<Keys> => {
    // Not RSA first, because RSA would block the thread pool.
    await Promise.all(records.filter(({ alg }) => findAlgorithm(alg).keyType !== 'rsa').map(material.load))
    return Promise.all(records.map(material.load))
  }

  const publishedKeys = new WeakMap<KeyRingState, Keys | Promise<Keys>>()

  /** The published keys of a state, cached by state. */
  const publishedKeysOf = (state: KeyRingState): Keys | Promise<Keys> => {
    const known = publishedKeys.get(state)
    if (known) return known
    const loading = loadAll(viewOf(state).published)
    publishedKeys.set(state, loading)
    // If the store fails, the next call tries again.
    loading.then(
      (keys) => publishedKeys.set(state, keys),
      () => publishedKeys.delete(state),
    )
    return loading
  }

  return { loadAll, publishedKeysOf }
}
