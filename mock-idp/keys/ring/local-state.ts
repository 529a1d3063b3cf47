import type { RingState } from './state.ts'

export type Prepare = (next: RingState, before: RingState) => Promise<unknown>

export type StateChange = (state: RingState) => RingState

/** Where the state of a ring is, in this process or in a store. */
export interface StateHolder {
  /** What is known without asking anyone. */
  latest(): RingState
  /** In this process without a promise, because each signature asks. */
  read(): RingState | Promise<RingState>
  /**
   * Changes wait for each other. A change that returns the state it was given changes nothing.
   *
   * @param prepare makes what the new state names, before anyone can see it
   * @returns the state after the change
   */
  change(change: StateChange, prepare: Prepare): Promise<RingState>
}

/** Runs tasks one after the other. */
export const createTurns = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <Result>(task: () => Promise<Result>): Promise<Result> => {
    const result = last.then(task)
    last = result.catch(() => {})
    return result
  }
}

export const holdInMemory = (initial: RingState): StateHolder => {
  const inTurn = createTurns()
  let state = initial
  return {
    latest: () => state,
    read: () => state,
    change: (change, prepare) =>
      inTurn(async () => {
        const next = change(state)
        if (next !== state) await prepare(next, state)
        state = next
        return next
      }),
  }
}
