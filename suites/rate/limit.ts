import { announcedWait } from '../../harness/expect/index.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import type { TargetConfig } from '../../harness/model/target-config.ts'
import { isLoopback, notFlooded } from './flood.ts'

/** Windows that are longer cannot be waited for. */
const longestWindowMs = 120_000
const largestBurst = 1000

/** The declared limit, as the checks use it. */
export interface Limit {
  /** Taken at once, by all instances together. */
  readonly burst: number
  /** Whether a bucket is declared, which refills all the time; otherwise a whole window may come back at once. */
  readonly bucket: boolean
  /** Taken in a millisecond, on average. */
  readonly perMs: number
  readonly windowMs: number
  /** Whether the address in a forwarding field is declared to be believed. */
  readonly trustsOurAddress: boolean
  readonly countsFailures: boolean
  /** The request that is counted; its 429 is seen. */
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

/** Why a declared limit cannot be tried from here. */
export function notTried(config: TargetConfig): string | undefined {
  const { target, features } = config
  const { limit } = features
  if (!limit) return undefined
  const elsewhere = notFlooded(config)
  if (elsewhere) return elsewhere
  const { window: windowMs, requests, burst = requests } = limit
  if (limit.exemptsLoopback && isLoopback(new URL(target).hostname)) {
    return 'requests from this machine are declared not to be counted'
  }
  if (Math.max(windowMs, (burst / requests) * windowMs) > longestWindowMs) {
    return `it would take longer than ${longestWindowMs / 60_000} minutes to wait for; start the target with a shorter window`
  }
  return burst > largestBurst
    ? `more than ${largestBurst} requests at once are not sent; start it with fewer`
    : undefined
}

/** So many may be served in a time, when everything was left at its beginning; a fifth is the tolerance. */
export const mostServed = ({ burst, perMs }: Limit, ms: number): number => 1.2 * (burst + perMs * ms)

/** So many may be served in a time, when nothing was left at its beginning. */
export const mostRefilled = ({ perMs }: Limit, ms: number): number => 1.2 * (perMs * ms + 1)

/** Sends the counted request until it is not served any more; undefined when the limit does not show. */
export async function exhaust(
  { send }: Pick<RunContext, 'send'>,
  vector: string,
  { request, burst }: Limit,
): Promise<Observed | undefined> {
  for (let sent = 0; sent < 2 * burst; ) {
    // The first one alone, since the limit may be used up already.
    const together = Math.min(sent === 0 ? 1 : 10, 2 * burst - sent)
    const answers = await Promise.all(Array.from({ length: together }, () => send(vector, request)))
    sent += together
    const refused = answers.findLast(({ accepted }) => !accepted)
    if (refused) return refused
  }
  return undefined
}

/**
 * Waits until the target serves the counted request again, so that nothing that follows is throttled: at first as long
 * as one request takes to come back, then twice as long each time.
 */
export async function untilServed(
  { send, pause }: Pick<RunContext, 'send' | 'pause'>,
  { windowMs, burst, perMs }: Limit,
  request: Attempt,
  isServed: (observed: Observed) => boolean = ({ accepted }) => accepted,
): Promise<void> {
  const most = Math.max(windowMs, burst / perMs)
  let wait = Math.min(1 / perMs, 15_000)
  for (let left = most; ; left -= wait, wait = Math.min(wait * 2, left, 15_000)) {
    if (isServed(await send('until it serves again', request)) || left <= 0) return
    await pause(wait)
  }
}

/** Waits until the target serves the counted request and the usual one, as it did before a check. */
export async function untilRecovered(context: Pick<RunContext, 'send' | 'pause'>, limit: Limit): Promise<void> {
  await untilServed(context, limit, limit.request)
  if (limit.request.token !== undefined) await untilServed(context, limit, { retryThrottled: false })
}

/** Milliseconds to wait after an answer that throttles: as it says, else a window; undefined when that is too long. */
export function waitAfter(refused: Observed, { windowMs }: Limit): number | undefined {
  const wait = announcedWait(refused) ?? windowMs
  return wait <= longestWindowMs ? wait : undefined
}
