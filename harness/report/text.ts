import { styleText } from 'node:util'
import { errorTable } from '../errors.ts'
import type { Finding, VectorOutcome, Verdict } from '../model/finding.ts'
import type { GateStop, Results } from '../model/results.ts'
import { exchangeLines } from './exchange-lines.ts'
import type { TextStyle } from './format.ts'
import { detailedFindings, worstLast } from './order.ts'
import { type Context, repeatLine, rerunOf } from './repeat.ts'
import { type DetailedFinding, remarksOf, ruleOf } from './sentences.ts'
import { byReason, bySuite, opinionsOf, type Tally, tallyOf, tallyOfFindings } from './tally.ts'
import { measuredOf, timingLegend, timingLines } from './timing/lines.ts'

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

const colors: Partial<Record<Verdict, 'red' | 'yellow' | 'green' | 'magenta'>> = {
  fail: 'red',
  error: 'magenta',
  warn: 'yellow',
  inconclusive: 'yellow',
  pass: 'green',
}

/** The report for a terminal. */
export function renderText(results: Results, { color, verbose }: TextStyle): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text)
  const detailed = detailedFindings(results)
  const measured = results.findings.filter((finding) => !detailed.includes(finding) && measuredOf(finding).length > 0)
  const context = { target: results.target, repeat: (id: string, vector: string) => rerunOf(results, id, vector) }
  return [
    ...heading(results, paint),
    ...measured.flatMap((finding) => ['', ...measuredLines(finding, paint)]),
    ...detailed.toSorted(worstLast).flatMap((finding) => ['', ...findingLines(finding, context, { paint, verbose })]),
    '',
    ...(results.findings.some((finding) => measuredOf(finding).length > 0)
      ? [paint('dim', `  ${timingLegend}`), '']
      : []),
    ...(results.stop
      ? [notTested(results.stop, paint)]
      : [...suiteLines(results.findings, paint), '', totals(results, paint)]),
    '',
  ].join('\n')
}

const heading = ({ tool, target }: Results, paint: Paint): readonly string[] => [
  `${paint('bold', `${tool.name} ${tool.version}`)}  ${target.method} ${target.url}`,
  paint('dim', `${target.channel} ‹${target.credential}›`),
]

/** A run that the gate stopped has no tally, because its other checks have no verdicts. The reason is an error. */
const notTested = ({ code }: GateStop, paint: Paint): string =>
  `${paint(['bold', 'red'], 'NOT TESTED')}  ${code}: ${errorTable[code].about}`

/** One finding, as the report shows it. */
export const renderFinding = (finding: DetailedFinding, context: Context): string =>
  findingLines(finding, context, { paint: (_, text) => text, verbose: false }).join('\n')

interface Style {
  readonly paint: Paint
  readonly verbose: boolean
}

function findingLines(finding: DetailedFinding, context: Context, style: Style): readonly string[] {
  const { paint } = style
  const broken = finding.vectors.filter(({ verdict }) => verdict === finding.verdict)
  const lesser = finding.vectors.filter(({ verdict }) => !['pass', 'skip', finding.verdict].includes(verdict))
  const shown = style.verbose ? broken : broken.slice(0, 1)
  const unshown = measuredOf(finding).filter((vector) => !shown.includes(vector))
  return [
    `${label(finding, paint)}  ${paint('bold', finding.id)}  ${finding.severity}, ${finding.level}`,
    `  ${ruleOf(finding)}`,
    ...finding.spec.map(({ document, section, url }) =>
      paint('dim', `  ${`${document} ${section}`.trim()}  ${url ?? ''}`.trimEnd()),
    ),
    ...remarksOf(finding).map((remark) => `  ${remark}`),
    ...(broken.length > 1 ? [`  broken by ${broken.length} vectors: ${namesOf(broken)}`] : []),
    ...(lesser.length > 0 ? [`  only a warning, or inconclusive: ${namesOf(lesser)}`] : []),
    ...shown.flatMap((vector) => vectorLines(finding, vector, context, style)),
    ...unshown.flatMap((vector) => measuredVector(vector, paint)),
    ...(finding.fix ? [`  ${paint('bold', 'fix')}       ${finding.fix}`] : []),
  ]
}

const label = ({ verdict }: Finding, paint: Paint): string =>
  paint(['bold', colors[verdict] ?? 'white'], verdict.toUpperCase())

/** A finding that is detailed for its measurements alone. */
const measuredLines = (finding: Finding, paint: Paint): readonly string[] => [
  `${label(finding, paint)}  ${paint('bold', finding.id)}`,
  ...measuredOf(finding).flatMap((vector) => measuredVector(vector, paint)),
]

function measuredVector(outcome: VectorOutcome, paint: Paint): readonly string[] {
  const [words, ...picture] = timingLines(outcome)
  return [`  ${paint('cyan', `[${outcome.vector}]`)}  ${words}`, ...picture.map((line) => `    ${line}`)]
}

/** Names of vectors that are worth a line. */
const namesShown = 6

function namesOf(outcomes: readonly VectorOutcome[]): string {
  const more = outcomes.length - namesShown
  const names = outcomes.slice(0, namesShown).map(({ vector }) => vector)
  return [...names, ...(more > 0 ? [`${more} more in results.json`] : [])].join(' · ')
}

function vectorLines(finding: Finding, outcome: VectorOutcome, context: Context, { paint }: Style): readonly string[] {
  const [words, ...picture] = timingLines(outcome)
  return [
    `  ${paint('cyan', `[${outcome.vector}]`)}`,
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

const tallyText = (tally: readonly Tally[], paint: Paint): string =>
  tally.map(({ verdict, text }) => paint(colors[verdict] ?? 'dim', text)).join(', ')

function suiteLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  const suites = bySuite(findings)
  const width = Math.max(10, ...[...suites.keys()].map((suite) => suite.length))
  return [...suites].flatMap(([suite, members]) => [
    `  ${suite.padEnd(width)} ${tallyText(tallyOfFindings(members), paint)}`,
    ...[...byReason(members).keys()].map((reason) => paint('dim', `   ${' '.repeat(width)}skipped: ${reason}`)),
  ])
}

function totals(results: Results, paint: Paint): string {
  if (!results.system) return total(results, paint)
  const { spec, documented, allowed } = opinionsOf(results)
  return [
    `specifications  ${tallyText(tallyOfFindings(spec), paint)}${allowed === undefined ? '' : paint('dim', `, ${allowed}`)}`,
    `documented      ${tallyText(tallyOfFindings(documented), paint)}`,
    '',
    total(results, paint),
  ].join('\n')
}

function total({ summary, requests, durationMs, interrupted }: Results, paint: Paint): string {
  const tally = tallyText(
    tallyOf((verdict) => summary[verdict]),
    paint,
  )
  const effort = `(${summary.vectors} vectors, ${requests} requests, ${(durationMs / 1000).toFixed(1)} s)`
  return `${interrupted ? 'interrupted: ' : ''}${tally}  ${paint('dim', effort)}`
}
