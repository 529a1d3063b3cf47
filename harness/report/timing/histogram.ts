import type { Histogram } from '../../model/measurement.ts'

/** Where the bins begin and end that are not empty; undefined where all are. */
export function extentOf({ from, width, counts }: Histogram): readonly [low: number, high: number] | undefined {
  const first = counts.findIndex((count) => count > 0)
  const last = counts.findLastIndex((count) => count > 0)
  return first < 0 ? undefined : [from + first * width, from + (last + 1) * width]
}

/** How much of a histogram lies between two values, where a bin is spread evenly over its width. */
export const amountBetween = ({ from, width, counts }: Histogram, low: number, high: number): number =>
  counts.reduce((sum, count, index) => {
    const start = from + index * width
    if (width === 0) return sum + (start >= low && start < high ? count : 0)
    return sum + (count * Math.max(0, Math.min(high, start + width) - Math.max(low, start))) / width
  }, 0)
