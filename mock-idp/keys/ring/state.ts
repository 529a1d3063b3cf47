import { randomUUID } from 'node:crypto'
import type { RotationSchedule } from './rotation.ts'

/** What is known of a key without having made it. JSON, so that replicas can share it. */
export interface KeyRecord {
  readonly id: string
  readonly alg: string
  /** Which key of its algorithm it is, counted from 0; what a seed derives it from. Absent where it was given. */
  readonly index?: number
  /** Whether it was there from the start; then a reset brings it back. */
  readonly initial?: true
  readonly published: boolean
  readonly active: boolean
  /** Published ahead of the rotation that makes it active. */
  readonly announced?: true
  /** Seconds since the epoch. */
  readonly withdrawAt?: number
}

/** All keys of a ring, in the order in which they are published. A value: each change makes another. */
export interface KeyRingState {
  /** Another for every state, so that two are the same when their tags are. */
  readonly tag: string
  readonly records: readonly KeyRecord[]
  /** How many keys of each algorithm there have been since the start. */
  readonly counts: Readonly<Record<string, number>>
  /** Whether keys are derived from a seed, by algorithm and index. */
  readonly seeded: boolean
  readonly schedule: RotationSchedule | null
  /** When the schedule rotates next, in seconds since the epoch. */
  readonly nextAt: number
}

export interface InitialKey {
  readonly alg: string
  /** Under which name it was given, if it is not to be made. */
  readonly given?: string
}

type Start = Pick<KeyRingState, 'seeded' | 'schedule' | 'nextAt'>

/** The first key of each algorithm is the active one. */
export const initialState = (keys: readonly InitialKey[], start: Start): KeyRingState => {
  let state: KeyRingState = { tag: randomUUID(), records: [], counts: {}, ...start }
  for (const { alg, given } of keys) {
    const first = !state.records.some((record) => record.alg === alg)
    const made = given === undefined ? newRecord(state, alg) : { id: given, alg }
    state = addRecord(state, { ...made, initial: true, published: true, active: first })
  }
  return state
}

/** A key that is yet to be made. */
export const newRecord = ({ seeded, counts }: KeyRingState, alg: string) => {
  const index = counts[alg] ?? 0
  return { id: seeded ? `${alg}/${index}` : randomUUID(), alg, index }
}

export const addRecord = (state: KeyRingState, record: KeyRecord): KeyRingState => ({
  ...state,
  records: [...state.records, record],
  counts: record.index === undefined ? state.counts : { ...state.counts, [record.alg]: record.index + 1 },
})

export const algsOf = ({ records }: KeyRingState): readonly string[] => [...new Set(records.map(({ alg }) => alg))]

/** Changes the slots that the test picks, and leaves out members that come to `undefined`. */
export const updateRecords = (
  state: KeyRingState,
  picks: (record: KeyRecord) => boolean,
  change: { readonly [Name in keyof KeyRecord]?: KeyRecord[Name] | undefined },
): KeyRingState => ({
  ...state,
  records: state.records.map((record) => (picks(record) ? definedOf({ ...record, ...change }) : record)),
})

const definedOf = (members: object): KeyRecord =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as unknown as KeyRecord
