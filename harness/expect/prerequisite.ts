import type { Expectation } from '../model/expectation.ts'

/** What must be there before a rule can be tried at all: when it is not, nothing can be said of the rule. */
export const prerequisite = <Subject>(expectation: Expectation<Subject>): Expectation<Subject> => ({
  text: expectation.text,
  judge: (subject) => {
    const judgement = expectation.judge(subject)
    if (judgement.kind === 'met' || judgement.kind === 'unclear') return judgement
    return { kind: 'unclear', reason: judgement.received }
  },
})
