import { announcedWait } from '../../harness/expect/index.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { burstsAllowed, isLoopback } from './bursts.ts'

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

/** Why a declared limit is not tested; undefined when it is. */
export function notTested(config: TargetConfig): string | undefined {
  const { target, features } = config
  const { limit } = features
  if (!limit) return undefined
  const elsewhere = burstsAllowed(config)
  if (elsewhere) return elsewhere
  const { window: windowMs, requests, burst = requests } = limit
  if (limit.exemptsLoopback && isLoopback(new URL(target).hostname)) {
    return 'requests from this machine are declared as not counted'
  }
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

/** Sends the counted request until it is throttled; undefined when it never is. */
export async function exhaust(
  { send }: Pick<RunContext, 'send'>,
  vector: string,
  { request, burst }: Limit,
): Promise<Observed | undefined> {
  for (let sent = 0; sent < 2 * burst; ) {
    // The first one alone, because the limit may be used up already.
    const atOnce = Math.min(sent === 0 ? 1 : 10, 2 * burst - sent)
    const answers = await Promise.all(Array.from({ length: atOnce }, () => send(vector, request)))
    sent += atOnce
    const throttled = answers.findLast(({ accepted }) => !accepted)
    if (throttled) return throttled
  }
  return undefined
}

/**
 * Waits until the target accepts the request again, so that no later check is throttled: first as long as the limit
 * needs to refill by one request, then twice as long each time.
 */
export async function untilAccepted(
  { send, pause }: Pick<RunContext, 'send' | 'pause'>,
  { windowMs, burst, perMs }: Limit,
  request: Attempt,
  isAccepted: (observed: Observed) => boolean = ({ accepted }) => accepted,
): Promise<void> {
  const most = Math.max(windowMs, burst / perMs)
  let wait = Math.min(1 / perMs, 15_000)
  for (let left = most; ; left -= wait, wait = Math.min(wait * 2, left, 15_000)) {
    if (isAccepted(await send('until it is accepted again', request)) || left <= 0) return
    await pause(wait)
  }
}

/** Waits until the target accepts the counted request and the usual one, as before the check. */
export async function untilRecovered(context: Pick<RunContext, 'send' | 'pause'>, limit: Limit): Promise<void> {
  await untilAccepted(context, limit, limit.request)
  if (limit.request.token !== undefined) await untilAccepted(context, limit, { retryThrottled: false })
}

/** Milliseconds to wait after a throttled request: as its answer says, else a window; undefined when that is too long. */
export function waitAfter(throttled: Observed, { windowMs }: Limit): number | undefined {
  const wait = announcedWait(throttled) ?? windowMs
  return wait <= longestWindowMs ? wait : undefined
}
