/** By nearest rank: of each share (per cent, 0 to 100) the least value that so many values do not exceed; 0 without values. */
export function quantiles(percents: readonly number[], values: readonly number[]): readonly number[] {
  const sorted = Float64Array.from(values).sort()
  return percents.map((percent) => sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)] ?? 0)
}

export const quantile = (percent: number, values: readonly number[]): number => quantiles([percent], values)[0] ?? 0

export const median = (values: readonly number[]): number => quantile(50, values)
