import type { ReviewCheck } from '../../model/check.ts'
import type { Observed } from '../../model/expectation.ts'
import type { Finding } from '../../model/finding.ts'
import { findingsOf, findingWithout, isMet, type Judged, judge } from '../judge.ts'
import type { Session } from '../session.ts'
import { selects } from './answer-filter.ts'

/** Answers of one review that are kept as evidence. */
const maxEvidence = 10

/** Judges the answers that other checks got. Nothing is sent again. */
export function review(session: Session, check: ReviewCheck, only: string | undefined): readonly Finding[] {
  const reviewed = session.observed.filter(
    (observed) => selects(check.appliesTo, observed) && (only === undefined || observed.sentFor === only),
  )
  if (reviewed.length === 0) return [findingWithout(check, 'skip', 'no answer of this kind was seen')]
  const broken = reviewed
    .map((observed) => judge(observed.sentFor, observed, check.expect, [observed]))
    .filter((one) => !isMet(one))
  const shown = broken.length > 0 ? broken.slice(0, maxEvidence) : [summaryOf(check, reviewed)]
  return findingsOf(check, shown, () => ({ controlsAccepted: true, repetition: undefined })).map((finding) =>
    broken.length === 0
      ? finding
      : { ...finding, reason: `${broken.length} of ${reviewed.length} answers, ${shown.length} of them shown` },
  )
}

const summaryOf = (check: ReviewCheck, reviewed: readonly Observed[]): Judged => ({
  vector: `${reviewed.length} answers`,
  expected: check.expect.map(({ text }) => text),
  judgements: [],
  evidence: reviewed.slice(0, 1),
})
