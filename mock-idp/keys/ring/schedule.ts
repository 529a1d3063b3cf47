import { IdpError } from '../../errors.ts'
import { announced, rotated, withdrawn } from './changes.ts'
import type { RotationSchedule } from './rotation.ts'
import { algsOf, type KeyRingState } from './state.ts'

/** @throws {IdpError} `OPTIONS` */
export const checkSchedule = (schedule: RotationSchedule | null): RotationSchedule | null => {
  if (schedule === null) return null
  const { every, overlap = 0, announce = 0 } = schedule
  if (!(Number.isFinite(every) && every >= 1)) {
    throw new IdpError('OPTIONS', `Keys cannot be rotated every ${every} seconds; give at least 1, or null for never.`)
  }
  if (!(Number.isFinite(overlap) && overlap >= 0)) {
    throw new IdpError('OPTIONS', `An overlap of ${overlap} seconds cannot be used; give 0 or more.`)
  }
  if (!(announce >= 0 && announce < every)) {
    throw new IdpError('OPTIONS', `Keys cannot be announced ${announce} seconds ahead; give less than ${every}, or 0.`)
  }
  return { every, overlap, announce }
}

// However long nobody asked: older keys would be withdrawn again by now, or nearly so.
const rotationsAtOnce = 3

/**
 * The state as it has to be at a time: what was due is done. There is no timer; whoever asks for keys brings the ring up
 * to date, so that a clock that jumps takes the keys along.
 *
 * @returns the same state where nothing was due
 */
export const applyDueChanges = (state: KeyRingState, now: number): KeyRingState =>
  withdrawDue(announceDue(rotateDue(state, now), now), now)

/** Whether the state can change by time alone. */
export const changesByTime = ({ schedule, records }: KeyRingState): boolean =>
  schedule !== null || records.some(({ withdrawAt }) => withdrawAt !== undefined)

const rotateDue = (state: KeyRingState, now: number): KeyRingState => {
  if (state.schedule === null) return state
  const { every, overlap = 0 } = state.schedule
  // The clock went back: the next rotation is never further away than one period.
  if (state.nextAt > now + every) return { ...state, nextAt: now + every }
  const missed = Math.floor((now - state.nextAt) / every) + 1
  if (missed <= 0) return state
  const needed = Math.min(missed, rotationsAtOnce, 1 + Math.ceil(overlap / every))
  let next = state
  for (let rotation = 0; rotation < needed; rotation++) {
    // What was active was due to go at the first rotation that was missed.
    const replacedAt = state.nextAt + (rotation === 0 ? 0 : missed - needed + rotation) * every
    for (const alg of algsOf(state)) next = rotated(next, alg, { withdrawAt: replacedAt + overlap })
  }
  return { ...next, nextAt: state.nextAt + missed * every }
}

const announceDue = (state: KeyRingState, now: number): KeyRingState => {
  const announce = state.schedule?.announce ?? 0
  return announce > 0 && now >= state.nextAt - announce ? announced(state, algsOf(state)) : state
}

const withdrawDue = (state: KeyRingState, now: number): KeyRingState =>
  state.records
    .filter(
      ({ active, published, withdrawAt }) => published && !active && withdrawAt !== undefined && withdrawAt <= now,
    )
    .reduce((before, { id }) => withdrawn(before, id), state)
