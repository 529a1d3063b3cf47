import type { Expectation } from '../model/expectation.ts'
import { describeAnswer, isCrash } from './received.ts'

/** The answer has one of the statuses, best first (RFC 9110 §15). The configuration's `hiding` status stands in for 401. */
export const status = (...allowed: readonly [number, ...number[]]): Expectation => ({
  text: `answers ${allowed.join(' or ')}`,
  judge: (observed) => {
    const received = observed.exchange.response?.status
    const { rejectedStatus } = observed.config
    const statuses = rejectedStatus && allowed.includes(401) ? [...allowed, rejectedStatus] : allowed
    if (received !== undefined && statuses.includes(received)) return { kind: 'met' }
    return { kind: isCrash(observed) ? 'crash' : 'broken', received: describeAnswer(observed) }
  },
})

/** A request that is refused is refused with one of the statuses; one that is served is for other checks to judge. */
export const rejectedStatus = (...allowed: readonly [number, ...number[]]): Expectation => {
  const required = status(...allowed)
  return {
    text: `refuses with ${allowed.join(' or ')}`,
    judge: (observed) => (observed.accepted ? { kind: 'met' } : required.judge(observed)),
  }
}
