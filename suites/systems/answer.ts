import { describeAnswer, documentOf } from '../../harness/expect/index.ts'
import type { Expectation } from '../../harness/model/expectation.ts'

/** The body is a JSON object as the document describes it; `text` begins with must. */
export const bodyIs = (text: string, fits: (body: Readonly<Record<string, unknown>>) => boolean): Expectation => ({
  text,
  judge: (observed) => {
    const body = documentOf(observed)
    if (body && fits(body)) return { kind: 'met' }
    const got = body ? `an object of ${Object.keys(body).join(', ') || 'nothing'}` : 'no JSON object'
    return { kind: 'broken', received: `${describeAnswer(observed)} with ${got}` }
  },
})

/** One of these statuses, as documented. */
export const documentedStatus = (...statuses: readonly number[]): Expectation => ({
  text: `must answer ${statuses.join(' or ')}`,
  judge: (observed) =>
    statuses.includes(observed.exchange.response?.status ?? 0)
      ? { kind: 'met' }
      : { kind: 'broken', received: describeAnswer(observed) },
})
