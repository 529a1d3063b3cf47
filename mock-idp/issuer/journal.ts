/** One request, with what was decided and why. Holds no secret, token or code. */
export interface JournalEntry {
  /** Counts up from 1. */
  readonly id: number
  /** The time of the machine (RFC 3339). */
  readonly time: string
  readonly endpoint: string
  readonly method: string
  readonly path: string
  /** What is harmless to know; the values of all others are `***`. */
  readonly parameters: Readonly<Record<string, string>>
  /** Of a document for everyone: names of what came with the request though nobody asks for it, never the values. */
  readonly credentials?: readonly string[]
  readonly client?: string
  readonly user?: string
  /** 0 where the connection was dropped. */
  readonly status: number
  readonly decision: string
  readonly reason?: string
  /** The kind of the fault that was applied. */
  readonly fault?: string
  /** Milliseconds until the answer was decided. */
  readonly ms: number
}

export interface JournalFilter {
  readonly endpoint?: string
  readonly client?: string
  readonly status?: number
  /** Only entries with a larger id. */
  readonly after?: number
}

export interface WaitOptions extends JournalFilter {
  /** How many entries to wait for. Default: 1. */
  readonly count?: number
  /** Milliseconds. Default: 10 000; at most 60 000. */
  readonly timeout?: number
}

/** An entry before anybody reads it. `at` in milliseconds since the epoch: nearly none is read, so none is formatted. */
export type Recorded = Omit<JournalEntry, 'id' | 'time'> & { readonly at: number }

/** What one issuer was asked, the latest entries only. */
export interface Journal {
  record(entry: Recorded): void
  entries(filter?: JournalFilter): readonly JournalEntry[]
  /** The id of the latest entry; 0 before the first. */
  last(): number
  /** Resolves with the matching entries as soon as there are enough, or with fewer when the time is over. */
  wait(options: WaitOptions): Promise<readonly JournalEntry[]>
  clear(): void
}

export const createJournal = (limit = 1000): Journal => {
  // A ring, so that recording costs the same however full it is.
  let ring: (Recorded & { readonly id: number })[] = []
  let last = 0
  let cleared = 0
  const waiting = new Set<() => void>()

  const entries = (filter: JournalFilter = {}): readonly JournalEntry[] => {
    const oldest = ring.length < limit ? 0 : (last - cleared) % limit
    return [...ring.slice(oldest), ...ring.slice(0, oldest)]
      .filter((entry) => matches(entry, filter))
      .map(({ id, at, ...entry }) => ({ id, time: new Date(at).toISOString(), ...entry }))
  }

  return {
    entries,
    last: () => last,
    record(entry) {
      ring[(last - cleared) % limit] = { id: ++last, ...entry }
      for (const check of waiting) check()
    },
    wait: ({ count = 1, timeout = 10_000, ...filter }) =>
      new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer)
          waiting.delete(check)
          resolve(entries(filter))
        }
        const check = () => {
          if (entries(filter).length >= count) finish()
        }
        const timer = setTimeout(finish, Math.min(timeout, 60_000))
        waiting.add(check)
        check()
      }),
    clear() {
      // Ids go on, so that whoever follows by `after` misses nothing.
      ring = []
      cleared = last
    },
  }
}

const matches = (entry: Omit<JournalEntry, 'time'>, { endpoint, client, status, after = 0 }: JournalFilter): boolean =>
  entry.id > after &&
  (endpoint === undefined || entry.endpoint === endpoint) &&
  (client === undefined || entry.client === client) &&
  (status === undefined || entry.status === status)
