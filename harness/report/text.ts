import { styleText } from 'node:util'
import { errorTable } from '../errors.ts'
import type { GateStop, Results } from '../model/results.ts'
import type { TextStyle } from './format.ts'
import { causesOf } from './groups/groups.ts'
import { detailedFindings } from './order.ts'
import { rerunOf } from './repeat.ts'
import { causeLines } from './text/cause.ts'
import { measuredLines } from './text/finding.ts'
import type { Paint } from './text/paint.ts'
import { outcomeLines, suiteLines, totals } from './text/summary.ts'
import { measuredOf, timingLegend } from './timing/lines.ts'

/** Causes that are named again at the end, so that a screen of 24 lines shows the outcome. */
const causesAtEnd = 12

/**
 * The report for a terminal: what the run came to and its causes; each cause in full; and at the end, where a terminal
 * stops, what it came to again.
 */
export function renderText(results: Results, { color, verbose }: TextStyle): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text)
  const { findings, stop } = results
  const detailed = detailedFindings(results)
  const causes = causesOf(detailed)
  const measured = findings.filter((finding) => !detailed.includes(finding) && measuredOf(finding).length > 0)
  const context = { target: results.target, repeat: (id: string, vector: string) => rerunOf(results, id, vector) }
  const outcome = (most?: number) => (stop ? [notTested(stop, paint)] : outcomeLines(results, causes, paint, most))
  const parts = [
    [...heading(results, paint)],
    causes.length > 0 ? outcome() : [],
    ...causes.map((cause) => causeLines(cause, context, { paint, verbose })),
    ...measured.map((finding) => measuredLines(finding, paint)),
    findings.some((finding) => measuredOf(finding).length > 0) ? [paint('dim', `  ${timingLegend}`)] : [],
    stop ? [] : suiteLines(findings, paint, verbose),
    [...outcome(causesAtEnd), ...(stop ? [] : totals(results, paint))],
  ]
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

const heading = ({ tool, target }: Results, paint: Paint): readonly string[] => [
  `${paint('bold', `${tool.name} ${tool.version}`)}  ${target.method} ${target.url}`,
  paint('dim', `${target.channel} ‹${target.credential}›`),
]

/** A run that the gate stopped has no tally, because its other checks have no verdicts. The reason is an error. */
const notTested = ({ code }: GateStop, paint: Paint): string =>
  `${paint(['bold', 'red'], 'NOT TESTED')}  ${code}: ${errorTable[code].about}`
