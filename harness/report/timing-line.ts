import { durationText } from '../timing/duration-unit.ts'
import type { Histogram, Measurement } from '../timing/model.ts'

const levels = '▁▂▃▄▅▆▇█'
const columns = 40

/**
 * The distribution of the differences of the blocks in one line of about 60 columns, from the smallest to the largest;
 * `|` stands at zero, `[` and `]` around the interval. Undefined where there is no block.
 */
export function timingLine({ pictured: { differences }, first }: Measurement): string | undefined {
  const shown = extentOf(differences, [0, ...(first.interval ?? [])])
  if (!shown) return undefined
  const [low, high] = shown
  const width = (high - low) / columns
  const amounts = Array.from({ length: columns }, (_, column) =>
    amountBetween(differences, low + column * width, low + (column + 1) * width),
  )
  const most = Math.max(...amounts)
  const bars = amounts.map((amount) => (amount > 0 ? levels[Math.ceil((amount / most) * levels.length) - 1] : ' '))
  const [from, to] = first.interval ?? []
  const marks = [
    ...(from === undefined ? [] : [{ at: from, mark: '[' }]),
    { at: 0, mark: '|' },
    ...(to === undefined ? [] : [{ at: to, mark: ']' }]),
  ].sort((left, right) => left.at - right.at)
  const edges = Array.from({ length: columns + 1 }, (_, edge) =>
    marks.filter(({ at }) => Math.round((at - low) / width) === edge).map(({ mark }) => mark),
  )
  const line = edges.map((here, edge) => here.join('') + (bars[edge] ?? '')).join('')
  return `${durationText(low)} ${line} ${durationText(high)}`
}

/** Where the bins begin and end that are not empty, and the values that are to be seen with them. */
function extentOf(
  { from, width, counts }: Histogram,
  values: readonly number[],
): readonly [number, number] | undefined {
  const first = counts.findIndex((count) => count > 0)
  const last = counts.findLastIndex((count) => count > 0)
  if (first < 0) return undefined
  const low = Math.min(from + first * width, ...values)
  const high = Math.max(from + (last + 1) * width, ...values)
  return high > low ? [low, high] : [low - 1, high + 1]
}

/** How much of a histogram lies between two values, where a bin is spread evenly over its width. */
const amountBetween = ({ from, width, counts }: Histogram, low: number, high: number): number =>
  counts.reduce((sum, count, index) => {
    const start = from + index * width
    if (width === 0) return sum + (start >= low && start < high ? count : 0)
    return sum + (count * Math.max(0, Math.min(high, start + width) - Math.max(low, start))) / width
  }, 0)
