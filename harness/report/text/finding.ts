import type { Finding, VectorOutcome } from '../../model/finding.ts'
import { exchangeLines } from '../exchange-lines.ts'
import { type Context, repeatLine } from '../repeat.ts'
import { type DetailedFinding, remarksOf, ruleOf } from '../sentences.ts'
import { measuredOf, timingLines } from '../timing/lines.ts'
import { type Paint, verdictLabel } from './paint.ts'

/** One finding, as the report shows it. */
export const renderFinding = (finding: DetailedFinding, context: Context): string =>
  findingLines(finding, context, { paint: (_, text) => text, verbose: false }).join('\n')

export interface Style {
  readonly paint: Paint
  readonly verbose: boolean
}

/** A finding in full: its rule, its sources, the first vector that broke it, and the fix. */
export function findingLines(finding: DetailedFinding, context: Context, style: Style): readonly string[] {
  const { paint } = style
  const broken = finding.vectors.filter(({ verdict }) => verdict === finding.verdict)
  const lesser = finding.vectors.filter(({ verdict }) => verdict !== 'pass' && verdict !== finding.verdict)
  const shown = style.verbose ? broken : broken.slice(0, 1)
  const unshown = measuredOf(finding).filter((vector) => !shown.includes(vector))
  return [
    `${verdictLabel(finding.verdict, paint)}  ${paint('bold', finding.id)}  ${finding.severity}, ${finding.level}`,
    `  ${ruleOf(finding)}`,
    ...finding.spec.map(({ document, section, url }) =>
      paint('dim', `  ${`${document} ${section}`.trim()}  ${url ?? ''}`.trimEnd()),
    ),
    ...remarksOf(finding).map((remark) => `  ${remark}`),
    ...(broken.length > 1 ? [`  broken by ${broken.length} vectors: ${namesOf(broken)}`] : []),
    ...(lesser.length > 0 ? [`  only a warning, or inconclusive: ${namesOf(lesser)}`] : []),
    ...shown.flatMap((vector) => [
      `  ${paint('cyan', `[${vector.vector}]`)}`,
      ...vectorLines(finding, vector, context, style),
    ]),
    ...unshown.flatMap((vector) => measuredVector(vector, paint)),
    ...(finding.fix ? [`  ${paint('bold', 'fix')}       ${finding.fix}`] : []),
  ]
}

/** A finding that is detailed for its measurements alone. */
export const measuredLines = (finding: Finding, paint: Paint): readonly string[] => [
  `${verdictLabel(finding.verdict, paint)}  ${paint('bold', finding.id)}`,
  ...measuredOf(finding).flatMap((vector) => measuredVector(vector, paint)),
]

function measuredVector(outcome: VectorOutcome, paint: Paint): readonly string[] {
  const [words, ...picture] = timingLines(outcome)
  return [`  ${paint('cyan', `[${outcome.vector}]`)}  ${words}`, ...picture.map((line) => `    ${line}`)]
}

/** Names of vectors that are worth a line. */
const namesShown = 6

/** The first names of vectors, in a line. */
export function namesOf(outcomes: readonly VectorOutcome[], shown = namesShown): string {
  const names = [...new Set(outcomes.map(({ vector }) => vector))]
  const more = names.length - shown
  return [...names.slice(0, shown), ...(more > 0 ? [`${more} more in results.json`] : [])].join(' · ')
}

/** What was expected, received and sent, and how to try it again. */
export function vectorLines(
  finding: Finding,
  outcome: VectorOutcome,
  context: Context,
  { paint }: Style,
): readonly string[] {
  const [words, ...picture] = timingLines(outcome)
  return [
    `  ${paint('bold', 'expected')}  ${outcome.expected.join('; ')}`,
    `  ${paint('bold', 'received')}  ${outcome.received ?? ''}`,
    ...(words === undefined || words === outcome.received ? [] : [`  ${paint('bold', 'measured')}  ${words}`]),
    ...picture.map((line) => `            ${line}`),
    ...outcome.exchanges
      .slice(-3)
      .flatMap((exchange) => exchangeLines(exchange, { bodyLines }).map((line) => paint('dim', `    ${line}`))),
    `  ${paint('bold', 'repeat')}    ${repeatLine(finding, outcome, context)}`,
  ]
}

/** Lines of a body that are shown. */
const bodyLines = 8
