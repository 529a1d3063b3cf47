/** The clock of one issuer. It can be moved and stopped. */
export interface Clock {
  /** Seconds since the epoch. */
  now(): number
  /** Sets the time, in seconds since the epoch. The clock goes on from there. */
  set(time: number): void
  /** Moves the clock by seconds, back if negative. */
  advance(seconds: number): void
  /** Stops the clock until `resume`. */
  freeze(): void
  resume(): void
  /** Sets the clock to the system time. */
  reset(): void
  state(): ClockState
}

export interface ClockState {
  /** Seconds since the epoch. */
  readonly now: number
  /** Seconds ahead of the system time, behind it if negative. */
  readonly offset: number
  readonly frozen: boolean
}

/** @param systemTime in milliseconds since the epoch */
export const createClock = (systemTime: () => number = Date.now): Clock => {
  const systemSeconds = () => Math.floor(systemTime() / 1000)
  let offset = 0
  let frozenAt: number | undefined
  const now = () => frozenAt ?? systemSeconds() + offset
  const set = (time: number) => {
    if (frozenAt === undefined) offset = time - systemSeconds()
    else frozenAt = time
  }
  return {
    now,
    set,
    advance: (seconds) => {
      if (frozenAt === undefined) offset += seconds
      else frozenAt += seconds
    },
    freeze: () => {
      frozenAt = now()
    },
    resume: () => {
      if (frozenAt === undefined) return
      offset = frozenAt - systemSeconds()
      frozenAt = undefined
    },
    reset: () => {
      offset = 0
      frozenAt = undefined
    },
    state() {
      const system = systemSeconds()
      const time = frozenAt ?? system + offset
      return { now: time, offset: time - system, frozen: frozenAt !== undefined }
    },
  }
}
