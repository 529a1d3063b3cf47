import type { Expectation } from '../model/expectation.ts'

/** What must hold before the rule of a check can be tested: when it does not, the result is inconclusive. */
export const prerequisite = <Subject>(expectation: Expectation<Subject>): Expectation<Subject> => ({
  text: expectation.text,
  judge: (subject) => {
    const judgement = expectation.judge(subject)
    if (judgement.kind === 'met' || 'reason' in judgement) return judgement
    const rejected = judgement.kind === 'broken' && judgement.wrongly === 'rejected'
    return { kind: 'unclear', reason: judgement.received, ...(rejected && { wrongly: 'rejected' }) }
  },
})
