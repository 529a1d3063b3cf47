import { addRecord, type KeyRecord, type KeyRingState, newRecord, updateRecords } from './state.ts'

/** How many withdrawn keys are remembered, so that years of rotations do not add up. */
const remembered = 64

export interface Replacement {
  readonly withdrawAt?: number
  /** Takes the replaced key away at once. */
  readonly withdraw?: boolean
}

/** An announced key, or else a fresh one, becomes the active one of its algorithm. */
export const rotated = (
  state: KeyRingState,
  alg: string,
  { withdrawAt, withdraw = false }: Replacement,
): KeyRingState => {
  const replaced = (record: KeyRecord) => record.alg === alg && record.active
  const announced = state.records.find((record) => record.alg === alg && record.announced)
  const change = { active: false, published: !withdraw, withdrawAt: withdraw ? undefined : withdrawAt }
  const stepped = updateRecords(state, replaced, change)
  return withoutOldRecords(
    announced
      ? activated(stepped, announced.id)
      : addRecord(stepped, { ...newRecord(stepped, alg), published: true, active: true }),
  )
}

/** Takes a key away; where it is active, the next of its algorithm steps in, fresh if need be. */
export const withdrawn = (state: KeyRingState, id: string): KeyRingState => {
  const record = state.records.find((one) => one.id === id)
  if (!record?.published) return state
  const gone = { published: false, active: false, announced: undefined, withdrawAt: undefined } as const
  const without = updateRecords(state, (one) => one === record, gone)
  if (!record.active) return without
  const sibling = without.records.find((one) => one.alg === record.alg && one.published)
  return sibling
    ? activated(without, sibling.id)
    : addRecord(without, { ...newRecord(without, record.alg), published: true, active: true })
}

/** Publishes a key again, for as long as nobody withdraws it. */
export const restored = (state: KeyRingState, id: string): KeyRingState =>
  updateRecords(state, (record) => record.id === id, { published: true, withdrawAt: undefined })

/** Makes a key the active one of its algorithm, and publishes it. */
export const activated = (state: KeyRingState, id: string): KeyRingState => {
  const alg = state.records.find((record) => record.id === id)?.alg
  const stepped = updateRecords(state, (record) => record.alg === alg, { active: false })
  const active = { active: true, published: true, announced: undefined, withdrawAt: undefined } as const
  return updateRecords(stepped, (record) => record.id === id, active)
}

/** Publishes one more key. It is active where it is the first of its algorithm. */
export const added = (state: KeyRingState, record: Omit<KeyRecord, 'published' | 'active'>): KeyRingState =>
  addRecord(state, { ...record, published: true, active: !state.records.some(({ alg }) => alg === record.alg) })

/** A key for each algorithm that has none is published ahead of the next rotation. */
export const announced = (state: KeyRingState, algs: readonly string[]): KeyRingState =>
  algs
    .filter((alg) => !state.records.some((record) => record.alg === alg && record.announced))
    .reduce(
      (before, alg) =>
        addRecord(before, { ...newRecord(before, alg), published: true, active: false, announced: true }),
      state,
    )

const withoutOldRecords = (state: KeyRingState): KeyRingState => {
  const old = state.records.filter(({ published, initial }) => !published && !initial)
  if (old.length <= remembered) return state
  const forgotten = new Set(old.slice(0, old.length - remembered))
  return { ...state, records: state.records.filter((record) => !forgotten.has(record)) }
}

/** The keys of the start, all published; those that came later are gone. */
export const resetState = (state: KeyRingState): KeyRingState => {
  const records: KeyRecord[] = []
  const counts: Record<string, number> = {}
  for (const { id, alg, index, initial } of state.records) {
    if (!initial) continue
    const active = !records.some((record) => record.alg === alg)
    records.push({ id, alg, ...(index !== undefined && { index }), initial, published: true, active })
    if (index !== undefined) counts[alg] = index + 1
  }
  return { ...state, records, counts }
}
