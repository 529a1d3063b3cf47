import { type DurationUnit, unitOf } from '../../../timing/duration-unit.ts'

/** Maps values to places along a line, in user units of the picture. */
export interface Axis {
  readonly low: number
  readonly high: number
  place(value: number): number
}

/** A round value on an axis, and its text. */
export interface Tick {
  readonly value: number
  readonly text: string
}

/** An axis over all of some values, at least one, drawn from one place to another. */
export function axisOver(values: readonly number[], [from, to]: readonly [number, number]): Axis {
  const low = Math.min(...values)
  // At least one wide, where all values are equal.
  const high = Math.max(...values, low + 1)
  return { low, high, place: (value) => tenth(from + ((value - low) / (high - low)) * (to - from)) }
}

/** To a tenth: smaller differences are not visible. */
const tenth = (place: number): number => Math.round(place * 10) / 10

/** Round values on an axis, not many more than `about`: 1, 2 or 5 times a power of ten apart. */
export function ticksOf({ low, high }: Pick<Axis, 'low' | 'high'>, about: number): readonly Tick[] {
  const least = (high - low) / about
  const power = Math.floor(Math.log10(least))
  const factor = [1, 2, 5].find((each) => each * 10 ** power >= least)
  const exponent = factor === undefined ? power + 1 : power
  const step = (factor ?? 1) * 10 ** exponent
  const first = Math.ceil(low / step)
  const count = Math.max(0, Math.floor(high / step) - first + 1)
  // A product, not a sum, because rounding errors add up.
  const values = Array.from({ length: count }, (_, index) => (first + index) * step)
  return values.map((value) => ({ value, text: value.toFixed(Math.max(0, -exponent)) }))
}

/** The same where the axis is of durations in nanoseconds, with the unit that they are written in. */
export function durationTicks(
  { low, high }: Axis,
  about: number,
): { readonly unit: DurationUnit; ticks: readonly Tick[] } {
  const unit = unitOf(low, high)
  const inUnits = ticksOf({ low: low / unit.nanoseconds, high: high / unit.nanoseconds }, about)
  return { unit, ticks: inUnits.map(({ value, text }) => ({ value: value * unit.nanoseconds, text })) }
}
