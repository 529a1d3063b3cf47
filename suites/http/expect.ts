import { describeAnswer, notDisclosed } from '../../harness/expect/index.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'

/** Only OPTIONS may succeed without a credential (RFC 9110 §9.3.7), and nothing may disclose the protected content. */
export const methodRejected = (): Expectation => ({
  text: 'must reject the request, or the method',
  judge: (observed) => {
    const { attempt, exchange, accepted, disclosed } = observed
    // An answer to HEAD has no body to judge; headLikeGet judges it.
    if (disclosed || (accepted && !['OPTIONS', 'HEAD'].includes(attempt.method ?? ''))) {
      return { kind: 'broken', received: describeAnswer(observed) }
    }
    // 501: the server knows the method for no resource (RFC 9110 §15.6.2).
    return exchange.response?.status === 501 ? { kind: 'met' } : notDisclosed().judge(observed)
  },
})

const succeeds = (observed: Observed | undefined): boolean => {
  const { status = 0 } = observed?.exchange.response ?? {}
  return status >= 200 && status < 300
}

/** HEAD is rejected where GET is: they differ in the body only (RFC 9110 §9.3.2). */
export const headLikeGet = (): Expectation<Readonly<Record<string, Observed>>> => ({
  text: 'must answer HEAD as it answers GET',
  judge: ({ GET, HEAD }) =>
    HEAD && succeeds(HEAD) && !succeeds(GET)
      ? { kind: 'broken', received: `${describeAnswer(HEAD)} to HEAD` }
      : { kind: 'met' },
})
