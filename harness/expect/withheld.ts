import type { Expectation, Observed } from '../model/expectation.ts'
import { describeAnswer, isCrash } from './received.ts'

/** What the target protects is not in the answer, whatever else is: another path may hold anything. */
export const notDisclosed = (): Expectation => ({
  text: 'does not show what it protects',
  judge: (observed) => {
    if (observed.disclosed) return { kind: 'broken', received: `${describeAnswer(observed)}, which holds it` }
    const closed = ['closed', 'reset'].includes(observed.exchange.failure?.kind ?? '')
    return isCrash(observed) && !closed ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** Neither shown nor done: only OPTIONS may succeed without a credential (RFC 9110 §9.3.7). */
export const methodRejected = (): Expectation => ({
  text: 'refuses the request, or the method',
  judge: (observed) => {
    const { attempt, exchange, accepted, disclosed } = observed
    // An answer to HEAD has no body to tell by; headLikeGet judges it.
    if (disclosed || (accepted && !['OPTIONS', 'HEAD'].includes(attempt.method ?? ''))) {
      return { kind: 'broken', received: describeAnswer(observed) }
    }
    // 501: the method is known to nobody (RFC 9110 §15.6.2).
    return exchange.response?.status === 501 ? { kind: 'met' } : notDisclosed().judge(observed)
  },
})

const succeeds = (observed: Observed | undefined): boolean => {
  const { status = 0 } = observed?.exchange.response ?? {}
  return status >= 200 && status < 300
}

/** HEAD is refused where GET is: they differ in nothing but the body (RFC 9110 §9.3.2). */
export const headLikeGet = (): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'answers HEAD as it does GET',
  judge: ({ GET, HEAD }) =>
    HEAD && succeeds(HEAD) && !succeeds(GET)
      ? { kind: 'broken', received: `${describeAnswer(HEAD)} to HEAD` }
      : { kind: 'met' },
})
