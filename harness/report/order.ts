import type { Finding, Severity, Verdict } from '../model/finding.ts'
import type { ReportedFinding, Results } from '../model/results.ts'

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** Verdicts that a report tells in full, the worst first. */
const toldVerdicts: readonly Verdict[] = ['error', 'fail', 'inconclusive', 'warn']

/** Compares findings: the worst come first. */
export const worstFirst = (left: Finding, right: Finding): number =>
  toldVerdicts.indexOf(left.verdict) - toldVerdicts.indexOf(right.verdict) ||
  severities.indexOf(left.severity) - severities.indexOf(right.severity)

/** Compares findings: the worst come last, where a terminal ends. */
export const worstLast = (left: Finding, right: Finding): number => worstFirst(right, left)

/** The findings that a report tells in full. After a run that ended at the gate only those of the gate are verdicts. */
export const toldOf = ({ findings, stop }: Pick<Results, 'findings' | 'stop'>): readonly ReportedFinding[] =>
  findings.filter(({ verdict }) => (stop ? verdict === 'fail' : toldVerdicts.includes(verdict)))
