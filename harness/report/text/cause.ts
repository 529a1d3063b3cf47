import type { Cause } from '../groups/groups.ts'
import { aboutCause, fixesOf, vectorCount } from '../groups/words.ts'
import type { Context } from '../repeat.ts'
import type { DetailedFinding } from '../sentences.ts'
import { findingLines, namesOf, type Style, vectorLines } from './finding.ts'
import { verdictLabel } from './paint.ts'

/** Findings of a cause that are shown; results.json has all. */
const findingsShown = 12
const namesShown = 3

/** A cause in full: one finding, or all that share it and the first answer that shows it. */
export function causeLines(cause: Cause<DetailedFinding>, context: Context, style: Style): readonly string[] {
  const { paint, verbose } = style
  const [worst, ...others] = cause.findings
  if (others.length === 0) return findingLines(worst, context, style)
  const shown = verbose ? cause.findings : cause.findings.slice(0, findingsShown)
  const more = cause.findings.length - shown.length
  const width = Math.max(...shown.map(({ id }) => id.length))
  const [first] = worst.vectors.filter(({ verdict }) => verdict === worst.verdict)
  return [
    `${verdictLabel(worst.verdict, paint)}  ${paint('bold', cause.text)}  ${worst.severity}`,
    `  ${aboutCause(cause)}`,
    ...shown.map(({ id, vectors }) =>
      `    ${id.padEnd(width)}  ${vectors.length === 0 ? '' : `${vectorCount(vectors)}: ${namesOf(vectors, verbose ? vectors.length : namesShown)}`}`.trimEnd(),
    ),
    ...(more > 0 ? [`    ${more} more in results.json`] : []),
    ...(first
      ? [`  ${paint('cyan', `${worst.id} [${first.vector}]`)}`, ...vectorLines(worst, first, context, style)]
      : []),
    ...fixesOf(cause).map((fix) => `  ${paint('bold', 'fix')}       ${fix}`),
  ]
}
