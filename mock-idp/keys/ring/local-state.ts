import type { KeyRingState } from './state.ts'

export type Prepare = (next: KeyRingState, before: KeyRingState) => Promise<unknown>

export type StateChange = (state: KeyRingState) => KeyRingState

/** Where the state of a ring is, in this process or in a store. */
export interface StateStore {
  /** What is known without asking anyone. */
  latest(): KeyRingState
  /** In this process without a promise, because each signature asks. */
  read(): KeyRingState | Promise<KeyRingState>
  /**
   * Changes wait for each other. A change that returns the state it was given changes nothing.
   *
   * @param prepare makes what the new state names, before anyone can see it
   * @returns the state after the change
   */
  change(change: StateChange, prepare: Prepare): Promise<KeyRingState>
}

/** Runs tasks one after the other. */
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
