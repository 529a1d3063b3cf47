import { randomUUID } from 'node:crypto'
import type { RotationSchedule } from './rotation.ts'

/** What the ring knows of a key before the key is generated. JSON, so that replicas can share it. */
export interface KeyRecord {
  readonly id: string
  readonly alg: string
  /** The number of the key among those of its algorithm, from 0. A seed derives the key from it. Absent for imported keys. */
  readonly index?: number
  /** Whether it is one of the initial keys, which a reset restores. */
  readonly initial?: true
  readonly published: boolean
  readonly active: boolean
  /** Published before the rotation that will make it active. */
  readonly announced?: true
  /** When it is withdrawn, in seconds since the epoch. */
  readonly withdrawAt?: number
}

/** All keys of a ring, in the order of the JWK Set. Immutable. */
export interface KeyRingState {
  /** A unique id: two states with the same tag are equal. */
  readonly tag: string
  readonly records: readonly KeyRecord[]
  /** The number of keys of each algorithm that were ever created. */
  readonly counts: Readonly<Record<string, number>>
  /** Whether keys are derived from a seed, by algorithm and index. */
  readonly seeded: boolean
  readonly schedule: RotationSchedule | null
  /** When the schedule next rotates, in seconds since the epoch. */
  readonly nextAt: number
}

export interface InitialKey {
  readonly alg: string
  /** The id of the imported key. Absent if the key is to be generated. */
  readonly imported?: string
}

type Start = Pick<KeyRingState, 'seeded' | 'schedule' | 'nextAt'>

/** The first key of each algorithm is the active one. */
export const initialState = (keys: readonly InitialKey[], start: Start): KeyRingState => {
  let state: KeyRingState = { tag: randomUUID(), records: [], counts: {}, ...start }
  for (const { alg, imported } of keys) {
    const first = !state.records.some((record) => record.alg === alg)
    const made = imported === undefined ? newRecord(state, alg) : { id: imported, alg }
    state = addRecord(state, { ...made, initial: true, published: true, active: first })
  }
  return state
}

/** The record of a key that is not generated yet. */
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

/** Changes the selected records. A member that is set to `undefined` is removed. */
export const updateRecords = (
  state: KeyRingState,
  selects: (record: KeyRecord) => boolean,
  change: { readonly [Name in keyof KeyRecord]?: KeyRecord[Name] | undefined },
): KeyRingState => ({
  ...state,
  records: state.records.map((record) => (selects(record) ? definedOf({ ...record, ...change }) : record)),
})

const definedOf = (members: object): KeyRecord =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as unknown as KeyRecord
