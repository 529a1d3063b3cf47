import type { Histogram } from '../../model/measurement.ts'
import { quantiles } from './quantile.ts'

const bins = 40

/**
 * Histograms of several sets over the same bins, which span the values between two quantiles (per cent): values outside
 * are counted in the first or last bin.
 */
export function histograms(
  sets: readonly (readonly number[])[],
  span: readonly [low: number, high: number],
): readonly Histogram[] {
  const [from = 0, to = 0] = quantiles(span, sets.flat())
  const width = (to - from) / bins || 1
  return sets.map((values) => {
    const counts = new Array<number>(bins).fill(0)
    for (const value of values) {
      const bin = Math.max(0, Math.min(bins - 1, Math.floor((value - from) / width)))
      counts[bin] = (counts[bin] ?? 0) + 1
    }
    return { from, width, counts }
  })
}
