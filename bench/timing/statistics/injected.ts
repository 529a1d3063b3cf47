import type { RawSeries } from '../../../harness/model/measurement.ts'
import { decideMeasurement } from '../../../harness/timing/statistics/decide.ts'

/** The result of a recording after a known number of nanoseconds was added to its right group. */
export interface Injected {
  /** Whether the series shows a difference. */
  readonly found: boolean
  /** Whether the verdict is that no leak is larger than its bound. */
  readonly none: boolean
  /** Whether its bound is at least as large as the shift; undefined where it has none. */
  readonly bounded: boolean | undefined
  /** Whether its interval includes the shift. */
  readonly held: boolean
}

/** The series with some nanoseconds added to the right group; the mean of the fastest quarter moves by as much. */
const withShift = ({ blocks, looks }: RawSeries, shift: number): RawSeries => ({
  looks,
  blocks: blocks.map(([left, right, control]) => [left, right + shift, control]),
})

/** Decides a series, which had no difference of its own, with a shift added. */
export function injectShift(raw: RawSeries, shift: number, resolution: number): Injected {
  const { verdict, bound, first } = decideMeasurement([withShift(raw, shift)], { resolution })
  const [low, high] = first.interval ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  return {
    found: first.differs,
    none: verdict === 'none',
    bounded: bound === undefined ? undefined : Math.abs(shift) <= bound,
    held: low <= shift && shift <= high,
  }
}
