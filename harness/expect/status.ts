import type { Expectation } from '../model/expectation.ts'
import { describeAnswer, isCrash } from './received.ts'

/**
 * The answer has one of the statuses, best first (RFC 9110 §15). The configuration's `rejectedStatus` stands in
 * for 401, and a rejection that is declared by its body for any rejection.
 */
export const status = (...allowed: readonly [number, ...number[]]): Expectation => ({
  text: `must answer ${allowed.join(' or ')}`,
  judge: (observed) => {
    const received = observed.exchange.response?.status
    const { rejectedStatus } = observed.config
    const statuses = rejectedStatus && allowed.includes(401) ? [...allowed, rejectedStatus] : allowed
    if (received !== undefined && statuses.includes(received)) return { kind: 'met' }
    if (observed.declaredRejection && allowed.some(isRejecting)) return { kind: 'met' }
    return { kind: isCrash(observed) ? 'crash' : 'broken', received: describeAnswer(observed) }
  },
})

const isRejecting = (status: number): boolean => [400, 401, 403, 404].includes(status)

/** A rejected request is answered with one of the statuses; whether it may be accepted is for other checks to judge. */
export const rejectedStatus = (...allowed: readonly [number, ...number[]]): Expectation => {
  const required = status(...allowed)
  return {
    text: `must answer ${allowed.join(' or ')} when it rejects the request`,
    judge: (observed) => (observed.accepted ? { kind: 'met' } : required.judge(observed)),
  }
}

/** The answer is a success (2xx), whatever it holds. */
export const success = (): Expectation => ({
  text: 'must answer with a success (2xx)',
  judge: (observed) => {
    const { status = 0 } = observed.exchange.response ?? {}
    return status >= 200 && status < 300
      ? { kind: 'met' }
      : { kind: 'broken', received: describeAnswer(observed), wrongly: 'rejected' }
  },
})
