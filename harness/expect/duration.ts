import type { Expectation } from '../model/expectation.ts'
import { describeAnswer } from './received.ts'

/** The answer comes within so many milliseconds, measured from similar requests; a hang breaks it, too. */
export const answersWithin = (ms: number): Expectation => ({
  text: `must answer within ${(ms / 1000).toFixed(1)} s, as it answers similar requests`,
  judge: (observed) => {
    const { durationMs, failure } = observed.exchange
    if (durationMs <= ms && failure?.kind !== 'timeout') return { kind: 'met' }
    return { kind: 'broken', received: `${describeAnswer(observed)} after ${(durationMs / 1000).toFixed(1)} s` }
  },
})
