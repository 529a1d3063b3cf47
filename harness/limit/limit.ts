import type { Attempt } from '../model/expectation.ts'
import type { TargetConfig } from '../model/target-config.ts'

/** Longer windows are not waited for. Milliseconds. */
const longestWindowMs = 120_000
const largestBurst = 1000

/** The declared limit of all instances together. */
export interface Limit {
  /** Accepted at once. */
  readonly burst: number
  /** Whether a bucket is declared, which refills continuously; otherwise a whole window may refill at once. */
  readonly bucket: boolean
  /** Accepted in a millisecond, on average. */
  readonly perMs: number
  readonly windowMs: number
  /** Whether the target is declared to trust the address in a forwarding field. */
  readonly trustsOurAddress: boolean
  readonly countsFailures: boolean
  /** The request that is counted; it is not repeated after a 429. */
  readonly request: Attempt
}

/** Only for checks that need `limit`. */
export function limitOf({ features: { limit }, secrets }: TargetConfig): Limit {
  if (!limit) throw new TypeError('the config declares no limit')
  const { requests, window: windowMs, burst = requests, credential, instances } = limit
  return {
    burst: burst * instances,
    bucket: limit.burst !== undefined,
    perMs: (requests / windowMs) * instances,
    windowMs,
    trustsOurAddress: limit.trustsOurAddress,
    countsFailures: limit.countsFailures,
    request: { retryThrottled: false, ...(credential && { token: secrets[credential.env] ?? '' }) },
  }
}

/** Why a declared limit is not tested; undefined when it is. Whether bursts may be sent at all is up to the guard. */
export function limitNotTested({ features: { limit }, onLoopback }: TargetConfig): string | undefined {
  if (!limit) return undefined
  const { window: windowMs, requests, burst = requests } = limit
  if (limit.exemptsLoopback && onLoopback) return 'requests from this machine are declared as not counted'
  if (Math.max(windowMs, (burst / requests) * windowMs) > longestWindowMs) {
    return `waiting for it would take longer than ${longestWindowMs / 60_000} minutes; start the target with a shorter window`
  }
  return burst > largestBurst
    ? `more than ${largestBurst} requests at once are not sent; start it with fewer`
    : undefined
}

/** Requests that may be accepted in so many milliseconds, beginning with an unused limit; a fifth is the tolerance. */
export const mostAccepted = ({ burst, perMs }: Limit, ms: number): number => 1.2 * (burst + perMs * ms)

/** Requests that may be accepted in so many milliseconds, beginning with a used-up limit. */
export const mostRefilled = ({ perMs }: Limit, ms: number): number => 1.2 * (perMs * ms + 1)
