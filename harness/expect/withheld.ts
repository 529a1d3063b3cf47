import type { Expectation } from '../model/expectation.ts'
import { describeAnswer, isCrash } from './received.ts'

/** The answer does not hold the protected content. Any status is allowed: another path may answer anything. */
export const notDisclosed = (): Expectation => ({
  text: 'must not disclose the protected content',
  judge: (observed) => {
    if (observed.disclosed) {
      const received = `${describeAnswer(observed)}, which holds the protected content`
      return { kind: 'broken', received, wrongly: 'accepted' }
    }
    const closed = ['closed', 'reset'].includes(observed.exchange.failure?.kind ?? '')
    return isCrash(observed) && !closed ? { kind: 'crash', received: describeAnswer(observed) } : { kind: 'met' }
  },
})
