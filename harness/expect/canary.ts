import type { Expectation, Observed } from '../model/expectation.ts'
import { describeAnswer } from './received.ts'

const holds = ({ exchange }: Observed, canary: string): boolean => exchange.response?.body.includes(canary) ?? false

/** A word that was sent on purpose is nowhere in the answer. */
export const canaryAbsent = (canary: string): Expectation => ({
  text: 'holds nothing of what was refused',
  judge: (observed) =>
    holds(observed, canary)
      ? { kind: 'broken', received: `${describeAnswer(observed)}, with ${canary}` }
      : { kind: 'met' },
})

/** It is in the answer: the control of the one above. */
export const canaryPresent = (canary: string): Expectation => ({
  text: 'holds what the valid credential wrote',
  judge: (observed) =>
    holds(observed, canary)
      ? { kind: 'met' }
      : {
          kind: 'broken',
          received: `${describeAnswer(observed)}, without it; is "read" of the feature write right?`,
          advisory: true,
        },
})
