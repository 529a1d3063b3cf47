import type { KeyRingState } from './state.ts'

export type Prepare = (next: KeyRingState, before: KeyRingState) => Promise<unknown>

export type StateChange = (state: KeyRingState) => KeyRingState

/** Holds the state of a ring: in this process, or in a store that replicas share. */
export interface StateStore {
  /** The state that was last read or written by this process. */
  latest(): KeyRingState
  /** The current state. Not a promise if the state is in this process, because every signature reads it. */
  read(): KeyRingState | Promise<KeyRingState>
  /**
   * Changes the state. Concurrent changes are executed one after the other. A change that returns its argument has no
   * effect.
   *
   * @param prepare generates the keys of the new state, before the state becomes visible
   * @returns the state after the change
   */
  change(change: StateChange, prepare: Prepare): Promise<KeyRingState>
}

/** Executes tasks one after the other. */
export const createQueue = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <Result>(task: () => Promise<Result>): Promise<Result> => {
    const result = last.then(task)
    last = result.catch(() => {})
    return result
  }
}

export const createLocalState = (initial: KeyRingState): StateStore => {
  const enqueue = createQueue()
  let state = initial
  return {
    latest: () => state,
    read: () => state,
    change: (change, prepare) =>
      enqueue(async () => {
        const next = change(state)
        if (next !== state) await prepare(next, state)
        state = next
        return next
      }),
  }
}
