import type { Finding, Severity, VectorOutcome, Verdict } from '../model/finding.ts'
import type { ReportedFinding, Results } from '../model/results.ts'

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** Verdicts whose findings a report shows in full, the worst first. */
const detailedVerdicts: readonly Verdict[] = ['error', 'fail', 'inconclusive', 'warn']

/** Compares findings: the worst come first. */
export const worstFirst = (left: Finding, right: Finding): number =>
  detailedVerdicts.indexOf(left.verdict) - detailedVerdicts.indexOf(right.verdict) ||
  severities.indexOf(left.severity) - severities.indexOf(right.severity)

/** The worst verdict of vectors, and the worst severity of those that have it; nothing where none is broken. */
export function verdictOf(vectors: readonly VectorOutcome[]): Partial<Pick<Finding, 'verdict' | 'severity'>> {
  const verdict = detailedVerdicts.find((each) => vectors.some((one) => one.verdict === each))
  const severity = severities.find((each) => vectors.some((one) => one.verdict === verdict && one.severity === each))
  return verdict && severity ? { verdict, severity } : {}
}

/** Severities in words, the worst first, with how many of some causes have each: `1 critical, 2 medium`. */
export const severityCounts = (causes: readonly Pick<Finding, 'severity'>[]): string =>
  severities
    .map((severity) => ({ severity, count: causes.filter((cause) => cause.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(', ')

/** The findings that a report shows in full; when the gate stopped the run, only its failures. */
export const detailedFindings = ({ findings, stop }: Pick<Results, 'findings' | 'stop'>): readonly ReportedFinding[] =>
  findings.filter(({ verdict }) => (stop ? verdict === 'fail' : detailedVerdicts.includes(verdict)))
