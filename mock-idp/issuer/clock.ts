/** The time of one issuer, which can be moved. */
export interface Clock {
  /** Seconds since the epoch. */
  now(): number
  /** Jumps to a time in seconds since the epoch, and goes on from there. */
  set(time: number): void
  /** Jumps by seconds; back when negative. */
  advance(seconds: number): void
  /** Stands still until `resume`. */
  freeze(): void
  resume(): void
  /** Back to the time of the machine. */
  reset(): void
  state(): ClockState
}

export interface ClockState {
  /** Seconds since the epoch. */
  readonly now: number
  /** Seconds ahead of the machine; behind when negative. */
  readonly offset: number
  readonly frozen: boolean
}

/** @param machine milliseconds since the epoch */
export const createClock = (machine: () => number = Date.now): Clock => {
  const machineTime = () => Math.floor(machine() / 1000)
  let offset = 0
  let frozenAt: number | undefined
  const now = () => frozenAt ?? machineTime() + offset
  const set = (time: number) => {
    if (frozenAt === undefined) offset = time - machineTime()
    else frozenAt = time
  }
  return {
    now,
    set,
    advance: (seconds) => set(now() + seconds),
    freeze: () => {
      frozenAt = now()
    },
    resume: () => {
      if (frozenAt === undefined) return
      offset = frozenAt - machineTime()
      frozenAt = undefined
    },
    reset: () => {
      offset = 0
      frozenAt = undefined
    },
    state: () => ({ now: now(), offset: now() - machineTime(), frozen: frozenAt !== undefined }),
  }
}
