import { changeSlots, freshSlot, type RingState, type Slot, withSlot } from './state.ts'

/** How many withdrawn keys are remembered, so that years of rotations do not add up. */
const remembered = 64

export interface Succession {
  readonly withdrawAt?: number
  /** Takes the replaced key away at once. */
  readonly withdraw?: boolean
}

/** An announced key, or else a fresh one, becomes the active one of its algorithm. */
export const rotated = (state: RingState, alg: string, { withdrawAt, withdraw = false }: Succession): RingState => {
  const replaced = (slot: Slot) => slot.alg === alg && slot.active
  const announced = state.slots.find((slot) => slot.alg === alg && slot.announced)
  const change = { active: false, published: !withdraw, withdrawAt: withdraw ? undefined : withdrawAt }
  const stepped = changeSlots(state, replaced, change)
  return forgetful(
    announced
      ? activated(stepped, announced.id)
      : withSlot(stepped, { ...freshSlot(stepped, alg), published: true, active: true }),
  )
}

/** Takes a key away; where it is active, the next of its algorithm steps in, fresh if need be. */
export const withdrawn = (state: RingState, id: string): RingState => {
  const slot = state.slots.find((one) => one.id === id)
  if (!slot?.published) return state
  const gone = { published: false, active: false, announced: undefined, withdrawAt: undefined } as const
  const without = changeSlots(state, (one) => one === slot, gone)
  if (!slot.active) return without
  const sibling = without.slots.find((one) => one.alg === slot.alg && one.published)
  return sibling
    ? activated(without, sibling.id)
    : withSlot(without, { ...freshSlot(without, slot.alg), published: true, active: true })
}

/** Publishes a key again, for as long as nobody withdraws it. */
export const restored = (state: RingState, id: string): RingState =>
  changeSlots(state, (slot) => slot.id === id, { published: true, withdrawAt: undefined })

/** Makes a key the active one of its algorithm, and publishes it. */
export const activated = (state: RingState, id: string): RingState => {
  const alg = state.slots.find((slot) => slot.id === id)?.alg
  const stepped = changeSlots(state, (slot) => slot.alg === alg, { active: false })
  const active = { active: true, published: true, announced: undefined, withdrawAt: undefined } as const
  return changeSlots(stepped, (slot) => slot.id === id, active)
}

/** Publishes one more key. It is active where it is the first of its algorithm. */
export const added = (state: RingState, slot: Omit<Slot, 'published' | 'active'>): RingState =>
  withSlot(state, { ...slot, published: true, active: !state.slots.some(({ alg }) => alg === slot.alg) })

/** A key for each algorithm that has none is published ahead of the next rotation. */
export const announced = (state: RingState, algs: readonly string[]): RingState =>
  algs
    .filter((alg) => !state.slots.some((slot) => slot.alg === alg && slot.announced))
    .reduce(
      (before, alg) => withSlot(before, { ...freshSlot(before, alg), published: true, active: false, announced: true }),
      state,
    )

const forgetful = (state: RingState): RingState => {
  const old = state.slots.filter(({ published, initial }) => !published && !initial)
  if (old.length <= remembered) return state
  const forgotten = new Set(old.slice(0, old.length - remembered))
  return { ...state, slots: state.slots.filter((slot) => !forgotten.has(slot)) }
}

/** The keys of the start, all published; those that came later are gone. */
export const resetState = (state: RingState): RingState => {
  const slots: Slot[] = []
  const counts: Record<string, number> = {}
  for (const { id, alg, index, initial } of state.slots) {
    if (!initial) continue
    const active = !slots.some((slot) => slot.alg === alg)
    slots.push({ id, alg, ...(index !== undefined && { index }), initial, published: true, active })
    if (index !== undefined) counts[alg] = index + 1
  }
  return { ...state, slots, counts }
}
