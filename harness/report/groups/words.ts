import type { Finding, VectorOutcome } from '../../model/finding.ts'
import type { Cause } from './groups.ts'

export const vectorCount = (vectors: readonly VectorOutcome[]): string =>
  vectors.length === 1 ? '1 vector' : `${vectors.length} vectors`

const shared: Readonly<Record<Cause['cause'], string>> = {
  answer: 'the answer is the same',
  failure: 'no answer comes, in the same way',
  reason: 'the reason is the same',
  'concurrent requests': '',
  rule: '',
}

/** How many findings and vectors have the cause. */
export function aboutCause({ cause, findings }: Cause): string {
  const vectors = findings.flatMap((finding) => finding.vectors)
  const crashed = findings.some(({ id, check }) => id !== check)
  const head = `One cause of ${findings.length} findings${vectors.length > 0 ? `, ${vectorCount(vectors)}` : ''}: ${shared[cause]}.`
  return crashed
    ? `${head} Where an id ends in /crash, nothing was accepted, but only because of a server error, a reset or a timeout.`
    : head
}

const crashFix =
  'Repair the place that the answer or the log of the server names, and reject with 401 or 400 what cannot be read: an error in the handling of a credential is no rejection.'

/** Fixes that are worth a line. */
const fixesShown = 3

const isCrash = ({ id, check }: Finding): boolean => id !== check

/** How to fix what has the cause: one sentence for crashes, then the fixes of the other findings. */
export function fixesOf({ cause, findings }: Cause): readonly string[] {
  if (cause === 'reason') return []
  const others = findings.filter((finding) => !isCrash(finding)).map(({ fix }) => fix)
  const fixes = [...(findings.some(isCrash) ? [crashFix] : []), ...others]
  return [...new Set(fixes)].filter((fix) => fix !== '').slice(0, fixesShown)
}
