import type { Store } from './store.ts'

/** The entries of a store whose keys have the prefix. Keys are passed without the prefix. */
export const scopedStore = (store: Store, prefix: string): Store => ({
  get: (key) => store.get(prefix + key),
  set: (key, value, seconds) => store.set(prefix + key, value, seconds),
  add: (key, value, seconds) => store.add(prefix + key, value, seconds),
  take: (key) => store.take(prefix + key),
  delete: (key) => store.delete(prefix + key),
  clear: (start) => store.clear(prefix + start),
  close: () => store.close(),
})
