import { addRecord, type KeyRecord, type KeyRingState, newRecord, updateRecords } from './state.ts'

/** The maximum number of withdrawn keys that are kept. Older ones are deleted, so that the state does not grow. */
const maxWithdrawn = 64

/** What happens to a replaced key. */
export interface Replacement {
  /** When it is withdrawn, in seconds since the epoch. */
  readonly withdrawAt?: number
  /** Whether it is withdrawn at once. */
  readonly withdraw?: boolean
}

/** An announced key, or else a new one, becomes the active key of its algorithm. */
export const rotated = (
  state: KeyRingState,
  alg: string,
  { withdrawAt, withdraw = false }: Replacement,
): KeyRingState => {
  const replaced = (record: KeyRecord) => record.alg === alg && record.active
  const announced = state.records.find((record) => record.alg === alg && record.announced)
  const change = { active: false, published: !withdraw, withdrawAt: withdraw ? undefined : withdrawAt }
  const deactivated = updateRecords(state, replaced, change)
  return withoutOldRecords(
    announced
      ? activated(deactivated, announced.id)
      : addRecord(deactivated, { ...newRecord(deactivated, alg), published: true, active: true }),
  )
}

/** Withdraws a key. If it was active, another published key of its algorithm becomes active, a new one if there is none. */
export const withdrawn = (state: KeyRingState, id: string): KeyRingState => {
  const record = state.records.find((one) => one.id === id)
  if (!record?.published) return state
  const unpublished = { published: false, active: false, announced: undefined, withdrawAt: undefined } as const
  const remaining = updateRecords(state, (one) => one === record, unpublished)
  if (!record.active) return remaining
  const sibling = remaining.records.find((one) => one.alg === record.alg && one.published)
  return sibling
    ? activated(remaining, sibling.id)
    : addRecord(remaining, { ...newRecord(remaining, record.alg), published: true, active: true })
}

/** Publishes a key again, until it is withdrawn. */
export const restored = (state: KeyRingState, id: string): KeyRingState =>
  updateRecords(state, (record) => record.id === id, { published: true, withdrawAt: undefined })

/** Makes a key the active one of its algorithm, and publishes it. */
export const activated = (state: KeyRingState, id: string): KeyRingState => {
  const alg = state.records.find((record) => record.id === id)?.alg
  const deactivated = updateRecords(state, (record) => record.alg === alg, { active: false })
  const active = { active: true, published: true, announced: undefined, withdrawAt: undefined } as const
  return updateRecords(deactivated, (record) => record.id === id, active)
}

/** Adds a published key. It is active if it is the first of its algorithm. */
export const added = (state: KeyRingState, record: Omit<KeyRecord, 'published' | 'active'>): KeyRingState =>
  addRecord(state, { ...record, published: true, active: !state.records.some(({ alg }) => alg === record.alg) })

/** Publishes a new key for each algorithm that has none for the next rotation. */
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
  if (old.length <= maxWithdrawn) return state
  const deleted = new Set(old.slice(0, old.length - maxWithdrawn))
  return { ...state, records: state.records.filter((record) => !deleted.has(record)) }
}

/** The initial keys, all published, without those that were added later. */
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
