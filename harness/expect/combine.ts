import type { Expectation } from '../model/expectation.ts'
import type { Severity } from '../model/finding.ts'

/** One of several outcomes is enough, best first. A crash in all of them stays one. */
export const anyOf = (...expectations: readonly [Expectation, ...Expectation[]]): Expectation => ({
  text: expectations.map(({ text }) => text).join(', or '),
  judge: (observed) => {
    const judgements = expectations.map((expectation) => expectation.judge(observed))
    return judgements.find(({ kind }) => kind === 'met') ?? judgements[0] ?? { kind: 'met' }
  },
})

/** The same requirement, which weighs otherwise than the check when it is broken. */
export const weighing = (severity: Severity, expectation: Expectation): Expectation => ({
  text: expectation.text,
  judge: (observed) => {
    const judgement = expectation.judge(observed)
    return judgement.kind === 'broken' ? { ...judgement, severity } : judgement
  },
})

/** What cannot be judged on this target, because what it would lean on is not there. */
export const unclear = (text: string, reason: string): Expectation<unknown> => ({
  text,
  judge: () => ({ kind: 'unclear', reason }),
})
