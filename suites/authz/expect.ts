import { describeAnswer, isCrash, success, withSeverity } from '../../harness/expect/index.ts'
import type { Expectation } from '../../harness/model/expectation.ts'

/** An identity that may use a resource is accepted. Every resource has its own answer, so only the status is judged. */
export const authorized = (): Expectation => withSeverity('medium', success())

/** An identity that may not use a resource is answered 403 (RFC 9110 §15.5.4), or 401 or 404, which disclose less. */
export const forbidden = (): Expectation => ({
  text: 'must answer 403, or 401 or 404',
  judge: (observed) => {
    const access = withoutAccess().judge(observed)
    const { status } = observed.exchange.response ?? {}
    return access.kind !== 'met' || status === 403
      ? access
      : { kind: 'met', note: `rejected with ${status}, which is not 403` }
  },
})

/** As `forbidden`, whatever the status, which `challenge/insufficient-scope-403` judges. */
export const withoutAccess = (): Expectation => ({
  text: 'must reject the request',
  judge: (observed) => {
    if (success().judge(observed).kind === 'met')
      return { kind: 'broken', received: describeAnswer(observed), wrongly: 'accepted' }
    return isCrash(observed) ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})

/** The object that was read still has the text that its owner wrote. */
export const unchanged = (canary: string): Expectation => ({
  text: 'must keep what its owner wrote',
  judge: ({ exchange }) =>
    exchange.response?.body.includes(canary) ? { kind: 'met' } : { kind: 'broken', received: 'changed or gone' },
})
