/// <reference path="./jstat.d.ts" />
import jstat from 'jstat'

const { normal } = jstat.jStat

/** From here on the library, which subtracts, has few exact digits left; four terms of the series have more. */
const farOut = 6

/** Probability that a standard normal variable is at most `z`; below `-farOut` to a relative error of 1e-5. */
export function normalBelow(z: number): number {
  if (z > -farOut) return normal.cdf(z, 0, 1)
  // M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.2.12.
  const square = z * z
  return (normalDensity(z) / -z) * (1 - 1 / square + 3 / square ** 2 - 15 / square ** 3 + 105 / square ** 4)
}

/** The value that a standard normal variable does not exceed with a probability. */
export const normalQuantile = (probability: number): number => normal.inv(probability, 0, 1)

export const normalDensity = (z: number): number => normal.pdf(z, 0, 1)
