import type { Histogram } from '../../model/measurement.ts'

const bins = 40

/** The value below which a part of sorted values lies. */
const quantileOf = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0

/**
 * Histograms of several sets over the same bins, which span all but the outermost values of the first `parts`: what is
 * outside is counted at the edge.
 */
export function histograms(
  sets: readonly (readonly number[])[],
  [low, high]: readonly [number, number],
): readonly Histogram[] {
  const sorted = sets.flat().sort((left, right) => left - right)
  const [from, to] = [quantileOf(sorted, low), quantileOf(sorted, high)]
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
