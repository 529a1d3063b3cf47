import type { Expectation } from '../model/expectation.ts'
import { describeAnswer } from './received.ts'

/** The answer comes about as quickly as others of its kind; a hang is the slowest. */
export const answersWithin = (ms: number): Expectation => ({
  text: `answers within ${(ms / 1000).toFixed(1)} s, as it does others of the kind`,
  judge: (observed) => {
    const { durationMs, failure } = observed.exchange
    if (durationMs <= ms && failure?.kind !== 'timeout') return { kind: 'met' }
    return { kind: 'broken', received: `${describeAnswer(observed)} after ${(durationMs / 1000).toFixed(1)} s` }
  },
})
