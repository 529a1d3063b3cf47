import type { styleText } from 'node:util'
import type { Verdict } from '../../model/finding.ts'

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

export const colors: Partial<Record<Verdict, 'red' | 'yellow' | 'green' | 'magenta'>> = {
  fail: 'red',
  error: 'magenta',
  warn: 'yellow',
  inconclusive: 'yellow',
  pass: 'green',
}

/** A verdict in capital letters, in its colour. */
export const verdictLabel = (verdict: Verdict, paint: Paint, width = 0): string =>
  paint(['bold', colors[verdict] ?? 'white'], verdict.toUpperCase().padEnd(width))
