import { wilson } from './statistics/wilson.ts'

/** A table in Markdown: the first row is its head. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
}

const percentText = (share: number): string => {
  const percent = share * 100
  // The end of an interval may differ from 0 or 1 by a rounding error.
  if (percent < 1e-9 || percent > 100 - 1e-9) return String(Math.round(percent))
  return percent.toFixed(percent < 1 || percent > 99 ? 2 : 1)
}

/** `3 of 500 = 0.60 % [0.20, 1.8]`, with its 95 % confidence interval. */
export function shareText(hits: number, runs: number): string {
  if (runs === 0) return 'no runs'
  const [low, high] = wilson(hits, runs).map(percentText)
  return `${hits} of ${runs} = ${percentText(hits / runs)} % [${low}, ${high}]`
}

/** Nanoseconds with one decimal below 10, else without. */
export const nanoseconds = (value: number): string => {
  const size = Math.abs(value)
  return value.toFixed(size < 10 ? 1 : 0)
}

export const intervalText = ([low, high]: readonly [number, number]): string =>
  `[${nanoseconds(low)}, ${nanoseconds(high)}]`
