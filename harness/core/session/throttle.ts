import { setTimeout as delay } from 'node:timers/promises'
import { isThrottled } from '../../expect/received.ts'
import type { WireAnswer } from '../../wire/client.ts'
import { retryAfterMs } from '../../wire/headers/retry-after.ts'

interface ThrottleOptions {
  /** Longest pause before a throttled request is sent again, in milliseconds. */
  readonly maxPauseMs: number
  readonly signal?: AbortSignal
}

/** Sends, and sends again what was throttled. */
export type Throttle = (send: () => Promise<WireAnswer>) => Promise<WireAnswer>

/** Times that a request is sent again before its 429 or 503 is the answer. */
const maxRetries = 3
const defaultPauseMs = 1000

/**
 * Waits out a 429, or a 503 with Retry-After (RFC 9110 §10.2.3): all requests that share the throttle wait, then the
 * throttled one is sent again. Rejects with an AbortError when aborted.
 */
export function createThrottle({ maxPauseMs, signal }: ThrottleOptions): Throttle {
  let pausedUntil = 0
  return async (send) => {
    for (let retries = 0; ; retries++) {
      while (pausedUntil > Date.now()) await delay(pausedUntil - Date.now(), undefined, signal && { signal })
      const answer = await send()
      // An exchange that an abort ended says nothing about the target.
      signal?.throwIfAborted()
      const { response } = answer
      if (!response || retries === maxRetries || !isThrottled({ ...response, body: '', bodyBytes: 0 })) return answer
      const pauseMs = retryAfterMs(response.fields, Date.now()) ?? defaultPauseMs
      pausedUntil = Date.now() + Math.min(pauseMs, maxPauseMs)
    }
  }
}
