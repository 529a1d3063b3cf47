import { describeAnswer, isCrash, notDisclosed } from '../../harness/expect/index.ts'
import { isThrottled } from '../../harness/expect/received.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { Disturbance } from '../../harness/model/run-context.ts'

/** Only OPTIONS may succeed without a credential (RFC 9110 §9.3.7), and nothing may disclose the protected content. */
export const methodRejected = (): Expectation => ({
  text: 'must reject the request, or the method',
  judge: (observed) => {
    const { attempt, exchange, accepted, disclosed } = observed
    // An answer to HEAD has no body to judge; headLikeGet judges it.
    if (disclosed || (accepted && !['OPTIONS', 'HEAD'].includes(attempt.method ?? ''))) {
      return { kind: 'broken', received: describeAnswer(observed), wrongly: 'accepted' }
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

/** No answer in time, or no connection, which says only that the server or this machine is busy. */
const isBusy = ({ exchange }: Observed): boolean => ['timeout', 'unreachable'].includes(exchange.failure?.kind ?? '')

interface Repeated {
  readonly answers: readonly Observed[]
  /** To the same requests one after the other, sent where one of many at once was not accepted. */
  readonly inTurn: readonly Observed[]
}

/** Each valid request of many at once is accepted. One that is not answered in time is a warning: the server may be slow. */
export const allAcceptedAtOnce = (): Expectation<Repeated> => ({
  text: 'must accept each of them',
  judge: ({ answers, inTurn }) => {
    const rejected = answers.filter(({ accepted }) => !accepted)
    const [first] = rejected
    if (!first) return { kind: 'met' }
    const throttled = rejected.some(({ exchange: { response } }) => response && isThrottled(response))
    if (throttled) return { kind: 'unclear', reason: 'the target throttles us: 429, or 503 with Retry-After' }
    if (inTurn.some(({ accepted }) => !accepted)) {
      return { kind: 'unclear', reason: 'valid requests are not always accepted one after the other, either' }
    }
    const received = `${rejected.length} of ${answers.length} were not accepted: ${describeAnswer(first)}`
    return { kind: 'broken', received, advisory: rejected.every(isBusy) }
  },
})

interface Compared extends Disturbance {
  /** Such results in the whole run. */
  readonly all: number
  /** Whether all of the valid requests that were sent at once were accepted. */
  readonly othersAccepted: boolean
}

/** What came among other requests comes alone, too. Slow answers are a warning, and none where they are not seen again. */
export const sameAlone = (): Expectation<Compared> => ({
  text: 'must answer as it does when no other request is under way',
  judge: ({ received, evidence, all, othersAccepted }) => {
    const busy = evidence.some(isBusy) && evidence.every((one) => isBusy(one) || !isCrash(one))
    if (busy && othersAccepted)
      return { kind: 'met', note: `${received}, but not when the valid ones were sent at once` }
    const count = all > 1 ? ` (one of ${all} such results)` : ''
    return { kind: 'broken', received: `${received}, and only among other requests${count}`, advisory: busy }
  },
})
