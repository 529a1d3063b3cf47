import type { Measurement } from '../model/measurement.ts'
import { decideMeasurement } from './statistics/decide.ts'

/**
 * A measurement decided again from its raw series; undefined where it has none.
 *
 * @throws {RangeError} for incomplete series
 */
export function replay(recorded: Measurement): Measurement | undefined {
  const { groups, resolution, requests, pipelined, seconds, histograms, raw } = recorded
  if (!raw) return undefined
  return { groups, resolution, requests, pipelined, seconds, histograms, ...decideMeasurement(raw, { resolution }) }
}
