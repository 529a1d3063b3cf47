import type { Finding, Verdict } from '../model/finding.ts'
import type { Results } from '../model/results.ts'

const words: readonly (readonly [Verdict, string])[] = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['error', 'in error'],
  ['warn', 'warned'],
  ['inconclusive', 'inconclusive'],
  ['skip', 'skipped'],
]

/** The number of findings with a verdict, and a text for it: `2 failed`. */
export interface Tally {
  readonly verdict: Verdict
  readonly text: string
}

/** The verdicts that there were, in the order of a report. */
export const tallyOf = (count: (verdict: Verdict) => number): readonly Tally[] =>
  words
    .filter(([verdict]) => count(verdict) > 0)
    .map(([verdict, word]) => ({ verdict, text: `${count(verdict)} ${word}` }))

/** The verdicts of some findings. */
export const tallyOfFindings = (findings: readonly Pick<Finding, 'verdict'>[]): readonly Tally[] =>
  tallyOf((verdict) => findings.filter((finding) => finding.verdict === verdict).length)

/** Findings by the suite of their check, in the order of the run. */
export function bySuite<F extends Pick<Finding, 'check'>>(findings: readonly F[]): ReadonlyMap<string, readonly F[]> {
  const suites = new Map<string, F[]>()
  for (const finding of findings) {
    const suite = finding.check.slice(0, finding.check.indexOf('/'))
    suites.set(suite, [...(suites.get(suite) ?? []), finding])
  }
  return suites
}

/** Findings that were skipped, by the reason. */
export function byReason(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const skipped = findings.filter(({ verdict }) => verdict === 'skip')
  const reasons = new Set(skipped.map(({ reason = '' }) => reason))
  return new Map([...reasons].map((reason) => [reason, skipped.filter((finding) => (finding.reason ?? '') === reason)]))
}

/** Findings by whose opinion they are: that of specifications, or that of the document of the system. */
export function opinionsOf({ findings }: Pick<Results, 'findings'>) {
  const spec = findings.filter(({ opinion }) => opinion === 'spec')
  const lost = spec.filter(({ verdict, notPromised }) => verdict === 'fail' && notPromised !== undefined).length
  return {
    spec,
    documented: findings.filter(({ opinion }) => opinion === 'documented'),
    allowed: lost > 0 ? `${lost} of the failed not promised by the document` : undefined,
  }
}
