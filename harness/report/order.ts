import type { Finding, Severity, Verdict } from '../model/finding.ts'
import type { ReportedFinding, Results } from '../model/results.ts'

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** Verdicts whose findings a report shows in full, the worst first. */
const detailedVerdicts: readonly Verdict[] = ['error', 'fail', 'inconclusive', 'warn']

/** Compares findings: the worst come first. */
export const worstFirst = (left: Finding, right: Finding): number =>
  detailedVerdicts.indexOf(left.verdict) - detailedVerdicts.indexOf(right.verdict) ||
  severities.indexOf(left.severity) - severities.indexOf(right.severity)

/** Compares findings: the worst come last, where a terminal ends. */
export const worstLast = (left: Finding, right: Finding): number => worstFirst(right, left)

/** The findings that a report shows in full; when the gate stopped the run, only its failures. */
export const detailedFindings = ({ findings, stop }: Pick<Results, 'findings' | 'stop'>): readonly ReportedFinding[] =>
  findings.filter(({ verdict }) => (stop ? verdict === 'fail' : detailedVerdicts.includes(verdict)))
