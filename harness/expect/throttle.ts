import type { Observed } from '../model/expectation.ts'
import { readRateLimit, type ServiceLimit } from '../wire/headers/rate-limit.ts'
import { fieldValue, retryAfterMs } from '../wire/headers/retry-after.ts'

/** The value of Retry-After; undefined without one. */
export const retryAfter = ({ exchange: { response } }: Observed): string | undefined =>
  response && fieldValue(response.fields, 'retry-after')

/** Milliseconds that an answer asks to wait; undefined where it says nothing readable (RFC 9110 §10.2.3). */
export const announcedWait = ({ exchange: { response, startedAt, durationMs } }: Observed): number | undefined =>
  response && retryAfterMs(response.fields, startedAt + durationMs)

/** What the RateLimit field of an answer says; nothing where it has no readable one. */
export const serviceLimits = ({ exchange: { response } }: Observed): readonly ServiceLimit[] =>
  (response && readRateLimit(response.fields)) ?? []
