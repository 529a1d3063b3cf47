/** One request and its outcome. It contains no secret, token or code. */
export interface JournalEntry {
  /** 1, 2, 3 and so on. */
  readonly id: number
  /** The system time (RFC 3339). */
  readonly time: string
  readonly endpoint: string
  readonly method: string
  readonly path: string
  /** The request parameters. Values that may be secret are replaced with `***`. */
  readonly parameters: Readonly<Record<string, string>>
  /** For a public document: the names, without values, of credentials that the request carried though none are needed. */
  readonly credentials?: readonly string[]
  readonly client?: string
  readonly user?: string
  /** 0 if the connection was dropped. */
  readonly status: number
  /** The outcome, such as `issued` or `rejected`. */
  readonly decision: string
  /** Why the request was rejected or failed. */
  readonly reason?: string
  /** The kind of the fault that was applied. */
  readonly fault?: string
  /** Milliseconds until the response was ready. */
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
  /** The number of entries to wait for. Default: 1. */
  readonly count?: number
  /** Milliseconds. Default: 10 000; at most 60 000. */
  readonly timeout?: number
}

/**
 * An entry as it is recorded. `at` is in milliseconds since the epoch; it is formatted only when the entry is read. All
 * members are present, because objects of one shape are created faster.
 */
type NewJournalEntry = {
  readonly [Name in keyof Required<Omit<JournalEntry, 'id' | 'time'>>]: JournalEntry[Name] | undefined
} & { readonly at: number }

/** The latest requests to one issuer. */
export interface Journal {
  record(entry: NewJournalEntry): void
  entries(filter?: JournalFilter): readonly JournalEntry[]
  /** The id of the latest entry, 0 if there has been none. */
  last(): number
  /** Resolves with the matching entries as soon as there are enough, or with fewer after the timeout. */
  wait(options: WaitOptions): Promise<readonly JournalEntry[]>
  clear(): void
}

export const createJournal = (limit = 1000): Journal => {
  // A ring buffer, so that recording takes the same time whatever its size.
  let ring: NewJournalEntry[] = []
  let last = 0
  let cleared = 0
  const waiters = new Set<() => void>()

  const entries = (filter: JournalFilter = {}): readonly JournalEntry[] => {
    const oldest = ring.length < limit ? 0 : (last - cleared) % limit
    const firstId = last - ring.length + 1
    return [...ring.slice(oldest), ...ring.slice(0, oldest)].flatMap((entry, index) => {
      const id = firstId + index
      return matches(id, entry, filter)
        ? [{ id, time: new Date(entry.at).toISOString(), ...presentMembers(entry) }]
        : []
    })
  }

  return {
    entries,
    last: () => last,
    record(entry) {
      ring[(last - cleared) % limit] = entry
      last++
      for (const check of waiters) check()
    },
    wait: ({ count = 1, timeout = 10_000, ...filter }) =>
      new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer)
          waiters.delete(check)
          resolve(entries(filter))
        }
        const check = () => {
          if (entries(filter).length >= count) finish()
        }
        const timer = setTimeout(finish, Math.min(timeout, 60_000))
        waiters.add(check)
        check()
      }),
    clear() {
      // Ids are not reset, so that a client that polls with `after` misses no entry.
      ring = []
      cleared = last
    },
  }
}

const presentMembers = ({ at: _, ...entry }: NewJournalEntry) =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as Omit<
    JournalEntry,
    'id' | 'time'
  >

const matches = (id: number, entry: NewJournalEntry, { endpoint, client, status, after = 0 }: JournalFilter): boolean =>
  id > after &&
  (endpoint === undefined || entry.endpoint === endpoint) &&
  (client === undefined || entry.client === client) &&
  (status === undefined || entry.status === status)
