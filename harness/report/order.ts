import type { Finding, Severity, Verdict } from '../model.ts'

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** Verdicts that a report tells in full, the worst first. */
export const toldVerdicts: readonly Verdict[] = ['error', 'fail', 'inconclusive', 'warn']

/** Compares findings: the worst come first. */
export const worstFirst = (left: Finding, right: Finding): number =>
  toldVerdicts.indexOf(left.verdict) - toldVerdicts.indexOf(right.verdict) ||
  severities.indexOf(left.severity) - severities.indexOf(right.severity)

/** Compares findings: the worst come last, where a terminal ends. */
export const worstLast = (left: Finding, right: Finding): number => worstFirst(right, left)
