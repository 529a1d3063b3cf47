import type { ExchangeFailure } from '../model/exchange.ts'
import type { Observed } from '../model/expectation.ts'

const failures: Record<ExchangeFailure['kind'], string> = {
  unreachable: 'no connection',
  reset: 'a connection reset',
  closed: 'the connection closed without an answer',
  timeout: 'no answer in time',
  'not-http': 'an answer that is not HTTP/1.1',
  'too-large': 'an answer over the size limit',
}

/** What came back, in a few words, such as `200 OK with the protected content`. */
export function describeAnswer({ exchange, accepted, declaredRejection }: Observed): string {
  const { response, failure } = exchange
  if (!response) return failure ? `${failures[failure.kind]} (${failure.detail})` : 'nothing'
  const status = `${response.status} ${response.reason}`.trim()
  if (accepted) return `${status} with the protected content`
  return declaredRejection ? `${status} with the declared rejection` : status
}

/** Whether the server failed instead of answering: a 5xx, a reset, a hang, bytes that are not HTTP. */
export function isCrash({ exchange }: Observed): boolean {
  const { response, failure } = exchange
  if (failure) return failure.kind !== 'too-large'
  return response !== undefined && response.status >= 500 && !isThrottled(response)
}

/** Whether the answer asks the client to retry later, which says nothing about the credential (RFC 6585 §4, RFC 9110 §15.6.4). */
export const isThrottled = (response: NonNullable<Observed['exchange']['response']>): boolean =>
  response.status === 429 ||
  (response.status === 503 && response.fields.some(([name]) => name.toLowerCase() === 'retry-after'))
