import type { Expectation } from '../model/expectation.ts'
import type { Severity } from '../model/finding.ts'

/** One of several outcomes is enough, best first. A crash in all of them stays one. */
export const anyOf = (...expectations: readonly [Expectation, ...Expectation[]]): Expectation => ({
  text: expectations.map(({ text }, index) => (index === 0 ? text : text.replace(/^must /, ''))).join(', or '),
  judge: (observed) => {
    const judgements = expectations.map((expectation) => expectation.judge(observed))
    return judgements.find(({ kind }) => kind === 'met') ?? judgements[0] ?? { kind: 'met' }
  },
})

/** The same requirement, with another severity than that of the check. */
export const withSeverity = (severity: Severity, expectation: Expectation): Expectation => ({
  text: expectation.text,
  judge: (observed) => {
    const judgement = expectation.judge(observed)
    return judgement.kind === 'broken' ? { ...judgement, severity } : judgement
  },
})

/** What cannot be judged on this target; `reason` says why. */
export const unclear = (text: string, reason: string): Expectation<unknown> => ({
  text,
  judge: () => ({ kind: 'unclear', reason }),
})
