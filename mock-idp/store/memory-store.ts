import type { Store } from './store.ts'

export interface MemoryStoreOptions {
  /** The maximum number of entries. Default: 100 000. */
  readonly limit?: number
  /** A monotonic clock in milliseconds. Default: the time since the process started. */
  readonly clock?: () => number
}

interface Entry {
  /** JSON text, so that stored values do not share objects with the values that callers pass and get. */
  readonly json: string
  readonly expires: number
}

/**
 * A store in the memory of this process. If it is full, expired entries are deleted first, then the oldest. It has no
 * timer, so it does not keep the process running.
 */
export const createMemoryStore = (options: MemoryStoreOptions = {}): Store => {
  const { limit = 100_000, clock = () => performance.now() } = options
  // In the order in which they were set, the oldest first.
  const entries = new Map<string, Entry>()
  // When the next search for expired entries is allowed.
  let sweepAt = 0

  const read = (key: string): Entry | undefined => {
    const entry = entries.get(key)
    if (entry === undefined || entry.expires > clock()) return entry
    entries.delete(key)
    return undefined
  }

  const makeRoom = (): void => {
    const now = clock()
    if (now >= sweepAt) {
      for (const [key, { expires }] of entries) if (expires <= now) entries.delete(key)
      // Searching all entries takes milliseconds, so it is done at most once a second.
      sweepAt = now + 1000
    }
    // Deletes many at once, because finding the oldest entry takes longer the more were deleted before it.
    const room = Math.max(1, limit >> 6)
    for (const key of entries.keys()) {
      if (entries.size <= limit - room) return
      entries.delete(key)
    }
  }

  const write = (key: string, value: unknown, seconds: number): void => {
    entries.delete(key)
    if (entries.size >= limit) makeRoom()
    entries.set(key, { json: JSON.stringify(value), expires: clock() + seconds * 1000 })
  }

  return {
    get: async (key) => readEntry(read(key)),
    set: async (key, value, seconds) => write(key, value, seconds),
    async add(key, value, seconds) {
      if (read(key)) return false
      write(key, value, seconds)
      return true
    },
    async take(key) {
      const entry = read(key)
      entries.delete(key)
      return readEntry(entry)
    },
    async delete(key) {
      return read(key) !== undefined && entries.delete(key)
    },
    async clear(prefix) {
      if (prefix === '') entries.clear()
      else for (const key of entries.keys()) if (key.startsWith(prefix)) entries.delete(key)
    },
    close: async () => entries.clear(),
  }
}

const readEntry = (entry: Entry | undefined): unknown => entry && JSON.parse(entry.json)
