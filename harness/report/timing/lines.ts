import type { Finding, VectorOutcome } from '../../model/finding.ts'
import { describeMeasurement } from '../../timing/words.ts'
import { timingLine } from './line.ts'

/** Vectors of a finding of which durations were measured. */
export const measuredOf = ({ vectors }: Pick<Finding, 'vectors'>): readonly VectorOutcome[] =>
  vectors.filter(({ measurement }) => measurement !== undefined)

/** The measurement of one vector: its result, and below it the chart; no lines without a measurement. */
export function timingLines({ measurement }: VectorOutcome): readonly string[] {
  if (!measurement) return []
  const picture = timingLine(measurement)
  return [describeMeasurement(measurement), ...(picture === undefined ? [] : [picture])]
}

/** The legend of the charts, once a report. */
export const timingLegend = 'differences of the blocks that were measured: | is zero, [ ] the interval'
