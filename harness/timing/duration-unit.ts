/** A unit in which durations are shown, and its length in nanoseconds. */
export interface DurationUnit {
  readonly name: 'ns' | 'µs' | 'ms'
  readonly nanoseconds: number
}

const units: readonly DurationUnit[] = [
  { name: 'ms', nanoseconds: 1e6 },
  { name: 'µs', nanoseconds: 1e3 },
]

/** The unit in which the longest of some durations, in nanoseconds, is read best: ns below 10 µs, ms from 10 ms on. */
export function unitOf(...durations: readonly number[]): DurationUnit {
  const longest = Math.max(0, ...durations.map((duration) => Math.abs(rounded(duration))))
  return units.find(({ nanoseconds }) => longest >= 10 * nanoseconds) ?? { name: 'ns', nanoseconds: 1 }
}

/** How a number is rounded: outwards where it must not claim more than was measured. */
type Rounding = 'nearest' | 'down' | 'up'

/** Within the error of floating-point arithmetic, a number counts as the round one. */
const noise = 1e-9

/** A duration in nanoseconds with three significant digits, two below 100 ns. */
function rounded(duration: number, rounding: Rounding = 'nearest'): number {
  if (duration === 0) return 0
  const digits = Math.abs(duration) < 100 ? 2 : 3
  const step = 10 ** (Math.floor(Math.log10(Math.abs(duration))) - digits + 1)
  const steps = duration / step
  const whole = { nearest: Math.round(steps), down: Math.floor(steps + noise), up: Math.ceil(steps - noise) }[rounding]
  return whole * step
}

/** A duration in nanoseconds as a number of a unit: `24`, `12.4`. */
export function inUnit(duration: number, unit: DurationUnit, rounding?: Rounding): string {
  // `toPrecision` removes the error of the multiplication by a power of ten; `+ 0` the sign of -0.
  return String(Number((rounded(duration, rounding) / unit.nanoseconds).toPrecision(4)) + 0)
}

/** A duration in nanoseconds with its unit: `24 ns`, `12.4 µs`. */
export function durationText(duration: number, rounding?: Rounding): string {
  const unit = unitOf(duration)
  return `${inUnit(duration, unit, rounding)} ${unit.name}`
}
