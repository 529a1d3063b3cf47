import { decideMeasurement } from './decide.ts'
import type { Measurement } from './model.ts'

/**
 * A measurement decided once more from its raw series; undefined where it has none.
 *
 * @throws {RangeError} for series that are not whole
 */
export function replay(recorded: Measurement): Measurement | undefined {
  const { kinds, resolution, requests, pipelined, seconds, pictured, raw } = recorded
  if (!raw) return undefined
  return { kinds, resolution, requests, pipelined, seconds, pictured, ...decideMeasurement(raw, { resolution }) }
}
