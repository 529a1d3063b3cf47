import type { Finding } from '../../model/finding.ts'
import type { Results } from '../../model/results.ts'
import type { Cause } from '../groups/groups.ts'
import { outcomeOf } from '../outcome.ts'
import { byReason, bySuite, opinionsOf, type Tally, tallyOf, tallyOfFindings } from '../tally.ts'
import { colors, type Paint, verdictLabel } from './paint.ts'

/** Columns of a terminal that everyone has. */
const columns = 80

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text)

/** What the run came to, and its causes, a line each; `most` of them. */
export function outcomeLines(
  results: Results,
  causes: readonly Cause[],
  paint: Paint,
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  const { word, causes: counts, caution } = outcomeOf(results, causes)
  const good = word === 'PASSED'
  const more = causes.length - most
  const shown = causes.slice(0, most)
  const width = Math.max(0, ...shown.map(({ findings: [{ verdict }] }) => verdict.length))
  return [
    `${paint(['bold', good ? 'green' : word === 'LITTLE PROVEN' ? 'yellow' : 'red'], word)}  ${counts}`,
    ...(caution === undefined ? [] : [paint('yellow', caution)]),
    ...shown.map((cause) => causeLine(cause, width, paint)),
    ...(more > 0 ? [paint('dim', `  ${more} more above`)] : []),
  ]
}

function causeLine({ text, findings }: Cause, width: number, paint: Paint): string {
  const [{ verdict, severity }, ...others] = findings
  const count = others.length === 0 ? '' : `  (${findings.length} findings)`
  const head = `  ${verdictLabel(verdict, paint, width)}  ${severity.padEnd(8)}  `
  const used = 2 + width + 2 + 8 + 2
  return `${head}${cut(text, columns - used - count.length)}${paint('dim', count)}`
}

const tallyText = (tally: readonly Tally[], paint: Paint): string =>
  tally.map(({ verdict, text }) => paint(colors[verdict] ?? 'dim', text)).join(', ')

/** The suites: what passed, and in one line what was skipped; with `verbose`, each suite and why what was skipped. */
export function suiteLines(findings: readonly Finding[], paint: Paint, verbose: boolean): readonly string[] {
  const suites = bySuite(findings)
  if (verbose) {
    const width = Math.max(10, ...[...suites.keys()].map((suite) => suite.length))
    return [...suites].flatMap(([suite, members]) => [
      `  ${suite.padEnd(width)} ${tallyText(tallyOfFindings(members), paint)}`,
      ...[...byReason(members).keys()].map((reason) => paint('dim', `   ${' '.repeat(width)}skipped: ${reason}`)),
    ])
  }
  const passed = [...suites]
    .map(([suite, members]) => ({ suite, count: members.filter(({ verdict }) => verdict === 'pass').length }))
    .filter(({ count }) => count > 0)
  const skipped = findings.filter(({ verdict }) => verdict === 'skip').length
  const reasons = byReason(findings).size
  return [
    ...(passed.length > 0
      ? wrapped(
          '  passed   ',
          passed.map(({ suite, count }) => `${suite} ${count}`),
        )
      : []),
    ...(skipped > 0
      ? [
          `  skipped  ${skipped}, for ${reasons === 1 ? 'one reason' : `${reasons} reasons`} ${paint('dim', '(--verbose lists them)')}`,
        ]
      : []),
  ]
}

/** Items after a word, on as many lines as they need. */
function wrapped(word: string, items: readonly string[]): readonly string[] {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    const longer = last === undefined ? `${word}${item}` : `${last}, ${item}`
    if (last !== undefined && longer.length >= columns) lines.push(`${' '.repeat(word.length)}${item}`)
    else lines.splice(-1, last === undefined ? 0 : 1, longer)
  }
  return lines
}

/** Numbers of findings, at the very end. */
export function totals(results: Results, paint: Paint): readonly string[] {
  if (!results.system) return [total(results, paint)]
  const { spec, documented, allowed } = opinionsOf(results)
  return [
    `specifications  ${tallyText(tallyOfFindings(spec), paint)}${allowed === undefined ? '' : paint('dim', `, ${allowed}`)}`,
    `documented      ${tallyText(tallyOfFindings(documented), paint)}`,
    total(results, paint),
  ]
}

function total({ summary, requests, durationMs, interrupted }: Results, paint: Paint): string {
  const tally = tallyText(
    tallyOf((verdict) => summary[verdict]),
    paint,
  )
  const effort = `(${summary.vectors} vectors, ${requests} requests, ${(durationMs / 1000).toFixed(1)} s)`
  return `${interrupted ? 'interrupted: ' : ''}${tally}  ${paint('dim', effort)}`
}
