import type { ReviewCheck } from '../../model/check.ts'
import type { Observed } from '../../model/expectation.ts'
import type { Finding } from '../../model/finding.ts'
import { findingsOf, findingWithout, isMet, type Judged, judge, outcomeOf } from '../judge.ts'
import type { Session } from '../session.ts'
import { selects } from './answer-filter.ts'

/** Answers of one review that are kept as evidence. */
const maxEvidence = 10

/** Judges the answers that other checks got. Nothing is sent again. */
export function review(session: Session, check: ReviewCheck, only: string | undefined): readonly Finding[] {
  const reviewed = session.observed.filter(
    (observed) =>
      selects(check.appliesTo, observed) &&
      (only === undefined || observed.sentFor === only) &&
      !session.disturbedControls.has(observed),
  )
  if (reviewed.length === 0) return [findingWithout(check, 'skip', 'no answer of this kind was seen')]
  const broken = reviewed
    .map((observed) => judge(observed.sentFor, observed, check.expect, [observed]))
    .filter((one) => !isMet(one))
  const shown = broken.length > 0 ? broken.slice(0, maxEvidence) : [summaryOf(check, reviewed)]
  const findings = findingsOf(
    check,
    shown.map((one) => outcomeOf(check, one)),
  )
  if (broken.length === 0) return findings
  const reason = `${broken.length} of ${reviewed.length} answers, ${shown.length} of them shown`
  return findings.map((finding) => ({ ...finding, reason }))
}

const summaryOf = (check: ReviewCheck, reviewed: readonly Observed[]): Judged => ({
  vector: `${reviewed.length} answers`,
  expected: check.expect.map(({ text }) => text),
  judgements: [],
  evidence: reviewed.slice(0, 1),
})
