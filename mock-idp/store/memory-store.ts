import type { Store } from './store.ts'

export interface MemoryStoreOptions {
  /** When there are more entries, the oldest go. Default: 100 000. */
  readonly limit?: number
  /** Milliseconds, of any epoch, that only go forward. Default: the time since the process started. */
  readonly clock?: () => number
}

interface Entry {
  /** Text, because nobody may change what is stored by changing what they gave or got. */
  readonly json: string
  readonly expires: number
}

/**
 * A store within this process. It never holds more than `limit` entries: what is expired goes first, then the oldest.
 * It has no timer, so that it keeps no process alive.
 */
export const createMemoryStore = (options: MemoryStoreOptions = {}): Store => {
  const { limit = 100_000, clock = () => performance.now() } = options
  // In the order in which they were set: the oldest first.
  const entries = new Map<string, Entry>()
  // When it first pays to look for expired entries again.
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
      // A look at everything costs milliseconds: never more than one in a second.
      sweepAt = now + 1000
    }
    // Many at once, because each look for the oldest passes by the places of all that were removed before.
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
