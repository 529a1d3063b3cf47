import type { RawSeries } from '../../../harness/model/measurement.ts'
import { decideMeasurement } from '../../../harness/timing/statistics/decide.ts'

/** What a recording says after its right kind was made slower by a known number of nanoseconds. */
export interface Injected {
  /** Whether the series shows a difference. */
  readonly found: boolean
  /** Whether it says that no leak is larger than its bound. */
  readonly none: boolean
  /** Whether its bound is as large as the shift at least; undefined where it has none. */
  readonly bounded: boolean | undefined
  /** Whether its interval holds the shift. */
  readonly held: boolean
}

/** The series with some nanoseconds added to the right kind; the mean of the fastest quarter moves by as much. */
export const withShift = ({ blocks, looks }: RawSeries, shift: number): RawSeries => ({
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
