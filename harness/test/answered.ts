import { completeTargetConfig, staticCredential } from '../config/target-config.ts'
import type { Exchange } from '../model/exchange.ts'
import type { Observed } from '../model/expectation.ts'

/** A target with a static credential, for tests of expectations. */
export const config = completeTargetConfig({
  target: 'http://127.0.0.1/',
  credential: staticCredential('abc', 'TOKEN'),
})

/** An exchange as an expectation sees it; not accepted unless `more` says so. */
export const observed = (exchange: Partial<Exchange>, more: Partial<Observed> = {}): Observed => ({
  sentFor: 'test',
  role: 'attempt',
  attempt: {},
  exchange: { request: { method: 'GET', text: '' }, startedAt: 0, durationMs: 0, ...exchange },
  accepted: false,
  disclosed: false,
  config,
  ...more,
})

/** An answer with this status. */
export const answered = (
  status: number,
  fields: readonly (readonly [string, string])[] = [],
  more: Partial<Observed> = {},
): Observed => observed({ response: { status, reason: '', fields, body: '', bodyBytes: 0 } }, more)

/** An answer to a request that is not sent again when it is throttled, as checks of rate limits send it. */
export const answeredOnce = (
  status: number,
  fields: readonly (readonly [string, string])[] = [],
  durationMs = 1,
): Observed =>
  observed(
    { response: { status, reason: '', fields, body: '', bodyBytes: 0 }, durationMs },
    { attempt: { retryThrottled: false }, accepted: status === 200 },
  )
