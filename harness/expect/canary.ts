import type { Expectation, Observed } from '../model/expectation.ts'
import { describeAnswer } from './received.ts'

const lookedFor = ({ attempt }: Observed): string => attempt.lookFor ?? ''

const holds = ({ exchange }: Observed, canary: string): boolean => exchange.response?.body.includes(canary) ?? false

/** A text that was sent on purpose is nowhere in the answer. Default: `lookFor` of the attempt. */
export const canaryAbsent = (canary?: string): Expectation => ({
  text: 'must not repeat what it rejected',
  judge: (observed) => {
    const wanted = canary ?? lookedFor(observed)
    return wanted !== '' && holds(observed, wanted)
      ? { kind: 'broken', received: `${describeAnswer(observed)}, with ${wanted}` }
      : { kind: 'met' }
  },
})

/** What the valid credential wrote is in the answer; otherwise the absence of another text shows nothing. */
export const canaryPresent = (canary: string): Expectation => ({
  text: 'must return what the valid credential wrote',
  judge: (observed) =>
    holds(observed, canary)
      ? { kind: 'met' }
      : {
          kind: 'broken',
          received: `${describeAnswer(observed)}, without it; is "read" of the feature write right?`,
          advisory: true,
        },
})
