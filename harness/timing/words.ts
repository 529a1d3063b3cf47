import type { Measurement, Series } from '../model/measurement.ts'
import { durationText, inUnit, unitOf } from './duration-unit.ts'

/** The result of a measurement in one line. Intervals and bounds are rounded outwards. */
export function describeMeasurement(measurement: Measurement): string {
  const { verdict, bound, resolution, reason } = measurement
  if (verdict === 'none') return `no leak larger than ${durationText(bound ?? resolution, 'up')} at 99 %`
  if (verdict === 'leak') return leakText(measurement)
  const excluded = bound === undefined ? [] : [`could only exclude more than ${durationText(bound, 'up')}`]
  return `inconclusive: ${[...excluded, ...(reason === undefined ? [] : [reason])].join('; ') || 'too few blocks'}`
}

function leakText({ groups, first, confirmation }: Measurement): string {
  const { left, right } = groups
  const [longer, shorter] = first.difference > 0 ? [right, left] : [left, right]
  const twice = confirmation ? '; seen twice' : ''
  return `leak of ${sizeText(first)}, ${probabilityText(first.p)}: “${longer}” takes longer than “${shorter}”${twice}`
}

/** The size of a difference, whichever group takes longer: `24 ns [13, 36]`. */
function sizeText({ difference, interval }: Series): string {
  const ends = difference > 0 || !interval ? interval : ([-interval[1], -interval[0]] as const)
  const unit = unitOf(difference, ...(ends ?? []))
  const size = `${inUnit(Math.abs(difference), unit)} ${unit.name}`
  return ends ? `${size} [${inUnit(ends[0], unit, 'down')}, ${inUnit(ends[1], unit, 'up')}]` : size
}

/** The arithmetic is not exact enough for smaller ones. */
const leastProbability = 1e-15

/** A probability with two significant digits: `p = 0.0004`, `p = 1e-14`, `p < 1e-15`. */
export function probabilityText(p: number): string {
  if (p < leastProbability) return `p < ${leastProbability}`
  const digits = Number(p.toPrecision(2))
  return `p = ${digits < 1e-4 ? digits.toExponential() : digits}`
}
