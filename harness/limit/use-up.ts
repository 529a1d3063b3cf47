import type { Attempt, Observed } from '../model/expectation.ts'
import type { RunContext } from '../model/run-context.ts'
import type { Limit } from './limit.ts'

/** The counted request is sent so many times at once. */
const atOnceAtMost = 10
/** Longest pause between two requests. Milliseconds. */
const longestPause = 15_000

/** Sends the counted request until it is throttled; undefined when it never is. */
export async function useUp(
  { send }: Pick<RunContext, 'send'>,
  vector: string,
  { request, burst }: Limit,
): Promise<Observed | undefined> {
  for (let sent = 0; sent < 2 * burst; ) {
    // The first one alone, because the limit may be used up already.
    const atOnce = Math.min(sent === 0 ? 1 : atOnceAtMost, 2 * burst - sent)
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
  let wait = Math.min(1 / perMs, longestPause)
  for (let left = most; ; left -= wait, wait = Math.min(wait * 2, left, longestPause)) {
    if (isAccepted(await send('until it is accepted again', request)) || left <= 0) return
    await pause(wait)
  }
}

/** Waits until the target accepts the counted request and the usual one, as before the check. */
export async function untilRecovered(context: Pick<RunContext, 'send' | 'pause'>, limit: Limit): Promise<void> {
  await untilAccepted(context, limit, limit.request)
  if (limit.request.token !== undefined) await untilAccepted(context, limit, { retryThrottled: false })
}
