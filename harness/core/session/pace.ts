/** A limit as it was learned from answers. */
export interface LearnedLimit {
  readonly requests: number
  readonly windowMs: number
  /** Milliseconds between requests from now on. */
  readonly gapMs: number
  /** When the next request is sent, in milliseconds since the epoch. */
  readonly pausedUntil: number
  /** The only path that it applies to. Absent: the whole target. */
  readonly path?: string
}

/** What a throttled answer says. */
export interface Announced {
  /** Milliseconds until the next request is accepted. */
  readonly waitMs?: number | undefined
  readonly policy?: { readonly requests: number; readonly windowMs: number } | undefined
}

/** The pace of requests that the target counts together. All times are milliseconds since the epoch. */
export interface Pace {
  readonly gapMs: number
  readonly pausedUntil: number
  /** Requests taken since the last pause. */
  readonly taken: number
  /** When the next request may be sent; its turn is then taken. */
  turn(): number
  /** Resolves what an accepted or rejected request, which was not throttled, shows of a limit. */
  counted(sentAt: number): LearnedLimit | undefined
  throttled(sentAt: number, announced: Announced): LearnedLimit | undefined
}

/** Requests are sent a little more slowly than a limit allows, because clocks and windows are not the target's. */
const margin = 1.05
/** A pace that was learned, and is still too fast, becomes slower by this. */
const slowerBy = 1.5
const firstPauseMs = 1000
/** Shorter gaps slow nothing down. */
const leastGapMs = 5

/**
 * Learns a limit: by what a throttled answer announces, or else by the number of requests that were taken, and by the
 * time until the next one is. A pace only ever becomes slower.
 */
export function createPace({ now, maxPauseMs }: { readonly now: () => number; readonly maxPauseMs: number }): Pace {
  let [gapMs, nextAt, pausedUntil] = [0, 0, 0]
  // Of the window under way.
  let [since, taken] = [Number.POSITIVE_INFINITY, 0]
  let pausedAt = Number.NEGATIVE_INFINITY
  /** Pauses one after the other whose length nobody announced. */
  let guesses = 0
  const guessedMs = () => Math.min(firstPauseMs * 2 ** (guesses - 1), maxPauseMs)

  const learn = (requests: number, windowMs: number): LearnedLimit | undefined => {
    const gap = (windowMs * margin) / requests
    if (gap <= Math.max(gapMs, leastGapMs)) return undefined
    gapMs = gap
    return { requests, windowMs, gapMs, pausedUntil }
  }

  return {
    get gapMs() {
      return gapMs
    },
    get pausedUntil() {
      return pausedUntil
    },
    get taken() {
      return taken
    },
    turn() {
      const at = Math.max(now(), nextAt, pausedUntil)
      // While the length of a window is guessed, one request at a time tries it.
      nextAt = at + (guesses > 0 ? guessedMs() : gapMs)
      return at
    },
    counted(sentAt) {
      if (guesses === 0 || sentAt <= pausedAt) {
        since = Math.min(since, sentAt)
        taken++
        return undefined
      }
      guesses = 0
      const limit = taken > 0 ? learn(taken, sentAt - since) : undefined
      ;[since, taken, nextAt] = [sentAt, 1, sentAt + gapMs]
      return limit
    },
    throttled(sentAt, { waitMs, policy }) {
      // Sent before the pause began, which it only confirms.
      if (sentAt <= pausedAt) return undefined
      pausedAt = now()
      if (waitMs === undefined) {
        guesses++
        pausedUntil = now() + guessedMs()
        nextAt = pausedUntil
        return policy && learn(policy.requests, policy.windowMs)
      }
      guesses = 0
      pausedUntil = now() + Math.min(waitMs, maxPauseMs)
      nextAt = pausedUntil
      const [requests, windowMs] = [taken, pausedUntil - since]
      ;[since, taken] = [Number.POSITIVE_INFINITY, 0]
      if (policy) return learn(policy.requests, policy.windowMs)
      if (requests > 0) return learn(requests, windowMs)
      return gapMs > 0 ? learn(1, (gapMs * slowerBy) / margin) : undefined
    },
  }
}
