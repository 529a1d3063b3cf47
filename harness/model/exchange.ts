/** What was sent and received. Types only. */

/** An answer as it came: neither masked nor cut. */
export interface UnmaskedAnswer {
  readonly status: number
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Read as UTF-8. */
  readonly body: string
}

/** Bytes sent and received, secrets masked where they were recorded. Times in milliseconds. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly response?: RecordedResponse
  /** Set when no whole answer came. */
  readonly failure?: ExchangeFailure
  readonly startedAt: number
  readonly durationMs: number
}

export interface RecordedRequest {
  readonly method: string
  /** The whole request as sent, bytes outside printable ASCII written as `\xNN`. */
  readonly text: string
}

export interface RecordedResponse {
  readonly status: number
  readonly reason: string
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** Bytes of the body that were received, before `body` was cut for the record. */
  readonly bodyBytes: number
}

/**
 * - `unreachable`: no connection; `reset` / `closed`: it ended before a whole answer
 * - `timeout`: nothing whole within the budget; `not-http`: bytes that are no HTTP/1.1 answer; `too-large`: over the cap
 */
export interface ExchangeFailure {
  readonly kind: 'unreachable' | 'reset' | 'closed' | 'timeout' | 'not-http' | 'too-large'
  readonly detail: string
}
