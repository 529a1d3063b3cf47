import { IdpError } from '../../errors.ts'
import { announced, rotated, withdrawn } from './changes.ts'
import type { RotationSchedule } from './rotation.ts'
import { algsOf, type KeyRingState } from './state.ts'

/** @throws {IdpError} `OPTIONS` */
export const checkSchedule = (schedule: RotationSchedule | null): RotationSchedule | null => {
  if (schedule === null) return null
  const { every, overlap = 0, announce = 0 } = schedule
  if (!(Number.isFinite(every) && every >= 1)) {
    throw new IdpError('OPTIONS', `Keys cannot be rotated every ${every} seconds. Use at least 1, or null for never.`)
  }
  if (!(Number.isFinite(overlap) && overlap >= 0)) {
    throw new IdpError('OPTIONS', `The overlap cannot be ${overlap} seconds. Use 0 or more.`)
  }
  if (!(announce >= 0 && announce < every)) {
    throw new IdpError(
      'OPTIONS',
      `Keys cannot be announced ${announce} seconds ahead. Use 0 or more, and less than ${every}.`,
    )
  }
  return { every, overlap, announce }
}

// After a long time without requests, more rotations are not made up for: their keys would be withdrawn already.
const maxRotationsAtOnce = 3

/**
 * Applies all changes that are due: rotations, announcements and withdrawals. There is no timer. The changes are applied
 * when keys are used, so that they follow the clock of the issuer when it jumps.
 *
 * @returns the same object if nothing was due
 */
export const applyDueChanges = (state: KeyRingState, now: number): KeyRingState =>
  withdrawDue(announceDue(rotateDue(state, now), now), now)

/** Whether the state can change with time. */
export const changesByTime = ({ schedule, records }: KeyRingState): boolean =>
  schedule !== null || records.some(({ withdrawAt }) => withdrawAt !== undefined)

const rotateDue = (state: KeyRingState, now: number): KeyRingState => {
  if (state.schedule === null) return state
  const { every, overlap = 0 } = state.schedule
  // If the clock was moved back, the next rotation is still at most one period away.
  if (state.nextAt > now + every) return { ...state, nextAt: now + every }
  const missed = Math.floor((now - state.nextAt) / every) + 1
  if (missed <= 0) return state
  const needed = Math.min(missed, maxRotationsAtOnce, 1 + Math.ceil(overlap / every))
  let next = state
  for (let rotation = 0; rotation < needed; rotation++) {
    // The key that was active was replaced at the first missed rotation.
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
