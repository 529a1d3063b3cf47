import type { Expectation, Observed } from '../model/expectation.ts'
import { describeAnswer, isCrash } from './received.ts'

const succeeds = ({ exchange }: Observed): boolean => {
  const { status = 0 } = exchange.response ?? {}
  return status >= 200 && status < 300
}

/** Whoever may reach a resource does. Every resource has an answer of its own, so that only its status tells. */
export const accessAccepted = (): Expectation => ({
  text: 'answers with a success',
  judge: (observed) =>
    succeeds(observed) ? { kind: 'met' } : { kind: 'broken', received: describeAnswer(observed), severity: 'medium' },
})

/** Whoever may not is told so by 403 (RFC 9110 §15.5.4), or by 401 or 404, which say less. */
export const accessRejected = (): Expectation => ({
  text: 'answers 403, or 401 or 404',
  judge: (observed) => {
    if (succeeds(observed)) return { kind: 'broken', received: describeAnswer(observed) }
    if (isCrash(observed)) return { kind: 'crash', received: describeAnswer(observed) }
    const { status } = observed.exchange.response ?? {}
    return status === 403 ? { kind: 'met' } : { kind: 'met', note: `refused by ${status}, which is not 403` }
  },
})
