import type { z } from 'zod'
import type { exchangeSchema, failureSchema, requestSchema, responseSchema } from './results-schema.ts'

/** What was sent and received. Types only; results-schema.ts says what is recorded. */

/** An answer as it came: neither masked nor cut. */
export interface UnmaskedAnswer {
  readonly status: number
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Read as UTF-8. */
  readonly body: string
}

export type Exchange = z.infer<typeof exchangeSchema>
export type RecordedRequest = z.infer<typeof requestSchema>
export type RecordedResponse = z.infer<typeof responseSchema>
export type ExchangeFailure = z.infer<typeof failureSchema>
