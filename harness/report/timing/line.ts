import type { Measurement } from '../../model/measurement.ts'
import { durationText } from '../../timing/duration-unit.ts'
import { amountBetween, extentOf } from './histogram.ts'

const levels = '▁▂▃▄▅▆▇█'
const columns = 40

/**
 * The distribution of the differences of the blocks in one line of about 60 columns, from the smallest to the largest;
 * `|` stands at zero, `[` and `]` around the interval. Undefined where there is no block.
 */
export function timingLine({ histograms: { differences }, first }: Measurement): string | undefined {
  const filled = extentOf(differences)
  if (!filled) return undefined
  const shown = [...filled, 0, ...(first.interval ?? [])]
  const low = Math.min(...shown)
  // At least a nanosecond wide, where all values are equal.
  const high = Math.max(...shown, low + 1)
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
