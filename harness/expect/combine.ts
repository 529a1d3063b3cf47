import type { Expectation, Judgement } from '../model/expectation.ts'
import type { Severity } from '../model/finding.ts'

/** One of several outcomes is enough, best first. A crash in all of them stays one. */
export const anyOf = (...expectations: readonly [Expectation, ...Expectation[]]): Expectation => ({
  text: expectations.map(({ text }, index) => (index === 0 ? text : text.replace(/^must /, ''))).join(', or '),
  judge: (observed) => {
    const judgements = expectations.map((expectation) => expectation.judge(observed))
    return judgements.find(({ kind }) => kind === 'met') ?? judgements[0] ?? { kind: 'met' }
  },
})

/** The same requirement in several rounds; the worst judgement counts. */
export const each = <Subject>(expectations: readonly Expectation<Subject>[]): Expectation<Subject> => ({
  text: expectations[0]?.text ?? '',
  judge: (subject) =>
    expectations
      .map((expectation) => expectation.judge(subject))
      .toSorted((one, other) => weight(other) - weight(one))[0] ?? { kind: 'met' },
})

const weight = (judgement: Judgement): number =>
  judgement.kind === 'broken' && judgement.advisory
    ? 2
    : { met: 0, skipped: 0, unclear: 1, crash: 3, broken: 4 }[judgement.kind]

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
