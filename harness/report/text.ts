import { styleText } from 'node:util'
import type { GateStop } from '../engine.ts'
import { errorTable } from '../errors.ts'
import type { Exchange, Finding, Severity, VectorOutcome, Verdict } from '../model.ts'
import type { ReportedFinding, Results } from '../results.ts'
import { viewJwt } from './jwt-view.ts'
import { curlFor, rerunOf } from './repeat.ts'

export interface TextOptions {
  readonly color: boolean
  /** Every broken vector in full, not only the first of each finding. */
  readonly verbose: boolean
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

const colors: Partial<Record<Verdict, 'red' | 'yellow' | 'green' | 'magenta'>> = {
  fail: 'red',
  error: 'magenta',
  warn: 'yellow',
  inconclusive: 'yellow',
  pass: 'green',
}

const severityOrder: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']
const verdictOrder: readonly Verdict[] = ['error', 'fail', 'inconclusive', 'warn']

/** The report for a terminal. */
export function renderText(results: Results, { color, verbose }: TextOptions): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text)
  const told = results.findings.filter(({ verdict }) =>
    results.stop ? verdict === 'fail' : verdictOrder.includes(verdict),
  )
  const sorted = [...told].sort(
    (left, right) =>
      verdictOrder.indexOf(right.verdict) - verdictOrder.indexOf(left.verdict) ||
      severityOrder.indexOf(right.severity) - severityOrder.indexOf(left.severity),
  )
  const context = { target: results.target, repeat: (id: string, vector: string) => rerunOf(results, id, vector) }
  return [
    ...heading(results, paint),
    ...sorted.flatMap((finding) => ['', ...findingLines(finding, context, { paint, verbose })]),
    '',
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

/** A run that ended at the gate has no tally: its other checks would only look like verdicts. The reason is an error. */
const notTested = ({ code }: GateStop, paint: Paint): string =>
  `${paint(['bold', 'red'], 'NOT TESTED')}  ${code}: ${errorTable[code].about}`

/** What the line that repeats an exchange is made of. */
export interface Context extends Pick<Results, 'target'> {
  repeat(id: string, vector: string): string
}

/** One finding, as the report shows it. */
export const renderFinding = (finding: Told, context: Context): string =>
  findingLines(finding, context, { paint: (_, text) => text, verbose: false }).join('\n')

/** A finding alone, as a test tells it, belongs to no document. */
type Told = Finding & Pick<Partial<ReportedFinding>, 'notPromised'>

interface Style {
  readonly paint: Paint
  readonly verbose: boolean
}

function findingLines(finding: Told, context: Context, style: Style): readonly string[] {
  const { paint } = style
  const broken = finding.vectors.filter(({ verdict }) => verdict === finding.verdict)
  const lesser = finding.vectors.filter(({ verdict }) => verdict !== 'pass' && verdict !== finding.verdict)
  const shown = style.verbose ? broken : broken.slice(0, 1)
  const label = paint(['bold', colors[finding.verdict] ?? 'white'], finding.verdict.toUpperCase())
  const crash = finding.id !== finding.check
  return [
    `${label}  ${paint('bold', finding.id)}  ${finding.severity}, ${finding.level}`,
    `  ${crash ? 'Access was withheld, but by a crash. ' : ''}The server ${finding.title}.`,
    ...finding.spec.map(({ document, section, url }) =>
      paint('dim', `  ${`${document} ${section}`.trim()}  ${url ?? ''}`.trimEnd()),
    ),
    ...(finding.notPromised ? [`  The document of the system does not promise this: ${finding.notPromised}.`] : []),
    ...(finding.reason ? [`  ${finding.reason}`] : []),
    ...(broken.length > 1 ? [`  broken by ${broken.length} vectors: ${namesOf(broken)}`] : []),
    ...(lesser.length > 0 ? [`  only a warning, or inconclusive: ${namesOf(lesser)}`] : []),
    ...shown.flatMap((vector) => vectorLines(finding, vector, context, style)),
    ...(finding.fix ? [`  ${paint('bold', 'fix')}       ${finding.fix}`] : []),
  ]
}

/** Names of vectors that are worth a line. */
const namesShown = 6

function namesOf(outcomes: readonly VectorOutcome[]): string {
  const more = outcomes.length - namesShown
  const names = outcomes.slice(0, namesShown).map(({ vector }) => vector)
  return [...names, ...(more > 0 ? [`${more} more in results.json`] : [])].join(' · ')
}

function vectorLines(finding: Finding, outcome: VectorOutcome, context: Context, { paint }: Style): readonly string[] {
  const last = outcome.exchanges.at(-1)
  const repeat =
    (outcome.exchanges.length === 1 && last && curlFor(last, context)) || context.repeat(finding.check, outcome.vector)
  return [
    `  ${paint('cyan', `[${outcome.vector}]`)}`,
    `  ${paint('bold', 'expected')}  ${outcome.expected.join('; ')}`,
    `  ${paint('bold', 'received')}  ${outcome.received ?? ''}`,
    ...outcome.exchanges.slice(-3).flatMap((exchange) => exchangeLines(exchange).map((line) => paint('dim', line))),
    `  ${paint('bold', 'repeat')}    ${repeat}`,
  ]
}

/** Lines of a body that say enough. */
const bodyLines = 8

function exchangeLines({ request, response, failure }: Exchange): readonly string[] {
  const sent = request.text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const view = viewJwt(line)
      return view ? [`> ${view.line}`, ...view.decoded.map((each) => `>   ${each}`)] : [`> ${line}`]
    })
  const received = response
    ? [
        `< HTTP/1.1 ${response.status} ${response.reason}`.trimEnd(),
        ...response.fields.map(([name, value]) => `< ${name}: ${value}`),
        ...(response.body === ''
          ? []
          : [
              '<',
              ...response.body
                .split('\n')
                .slice(0, bodyLines)
                .map((line) => `< ${line}`),
            ]),
      ]
    : [`< ${failure?.detail ?? 'nothing'}`]
  return [...sent, ...received].map((line) => `    ${line}`)
}

const words: readonly (readonly [Verdict, string])[] = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['error', 'in error'],
  ['warn', 'warned'],
  ['inconclusive', 'inconclusive'],
  ['skip', 'skipped'],
]

const tally = (count: (verdict: Verdict) => number, paint: Paint): string =>
  words
    .filter(([verdict]) => count(verdict) > 0)
    .map(([verdict, word]) => paint(colors[verdict] ?? 'dim', `${count(verdict)} ${word}`))
    .join(', ')

function suiteLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  const suites = new Set(findings.map(({ check }) => check.split('/')[0] ?? ''))
  const width = Math.max(10, ...[...suites].map((suite) => suite.length))
  return [...suites].flatMap((suite) => {
    const members = findings.filter(({ check }) => check.startsWith(`${suite}/`))
    const skipped = members.filter(({ verdict }) => verdict === 'skip')
    const reasons = new Set(skipped.map(({ reason }) => reason ?? ''))
    const count = (verdict: Verdict) => members.filter((member) => member.verdict === verdict).length
    return [
      `  ${suite.padEnd(width)} ${tally(count, paint)}`,
      ...[...reasons].map((reason) => paint('dim', `   ${' '.repeat(width)}skipped: ${reason}`)),
    ]
  })
}

function totals(results: Results, paint: Paint): string {
  const { system, findings } = results
  if (!system) return total(results, paint)
  const counted = (those: readonly ReportedFinding[]) =>
    tally((verdict) => those.filter((finding) => finding.verdict === verdict).length, paint)
  const spec = findings.filter(({ opinion }) => opinion === 'spec')
  const lost = spec.filter(({ verdict, notPromised }) => verdict === 'fail' && notPromised !== undefined).length
  const allowed = lost > 0 ? `, ${lost} of the failed not promised by the document` : ''
  return [
    `specifications  ${counted(spec)}${paint('dim', allowed)}`,
    `documented      ${counted(findings.filter(({ opinion }) => opinion === 'documented'))}`,
    '',
    total(results, paint),
  ].join('\n')
}

const total = ({ summary, requests, durationMs, interrupted }: Results, paint: Paint): string =>
  `${interrupted ? 'interrupted: ' : ''}${tally((verdict) => summary[verdict], paint)}  ` +
  paint('dim', `(${summary.vectors} vectors, ${requests} requests, ${(durationMs / 1000).toFixed(1)} s)`)
