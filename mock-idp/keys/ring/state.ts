import { randomUUID } from 'node:crypto'
import type { RotationSchedule } from './rotation.ts'

/** What is known of a key without having made it. JSON, so that replicas can share it. */
export interface Slot {
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
export interface RingState {
  /** Another for every state, so that two are the same when their tags are. */
  readonly tag: string
  readonly slots: readonly Slot[]
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

type Start = Pick<RingState, 'seeded' | 'schedule' | 'nextAt'>

/** The first key of each algorithm is the active one. */
export const initialState = (keys: readonly InitialKey[], start: Start): RingState => {
  let state: RingState = { tag: randomUUID(), slots: [], counts: {}, ...start }
  for (const { alg, given } of keys) {
    const first = !state.slots.some((slot) => slot.alg === alg)
    const made = given === undefined ? freshSlot(state, alg) : { id: given, alg }
    state = withSlot(state, { ...made, initial: true, published: true, active: first })
  }
  return state
}

/** A key that is yet to be made. */
export const freshSlot = ({ seeded, counts }: RingState, alg: string) => {
  const index = counts[alg] ?? 0
  return { id: seeded ? `${alg}/${index}` : randomUUID(), alg, index }
}

export const withSlot = (state: RingState, slot: Slot): RingState => ({
  ...state,
  slots: [...state.slots, slot],
  counts: slot.index === undefined ? state.counts : { ...state.counts, [slot.alg]: slot.index + 1 },
})

export const algsOf = ({ slots }: RingState): readonly string[] => [...new Set(slots.map(({ alg }) => alg))]

/** Changes the slots that the test picks, and leaves out members that come to `undefined`. */
export const changeSlots = (
  state: RingState,
  picks: (slot: Slot) => boolean,
  change: { readonly [Name in keyof Slot]?: Slot[Name] | undefined },
): RingState => ({
  ...state,
  slots: state.slots.map((slot) => (picks(slot) ? definedOf({ ...slot, ...change }) : slot)),
})

const definedOf = (members: object): Slot =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as unknown as Slot
