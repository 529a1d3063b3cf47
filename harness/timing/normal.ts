import jstat from 'jstat'

const { normal } = jstat.jStat

/** Probability that a standard normal variable is at most `z`. Right to about 1e-15, so no smaller tail is told. */
export const normalBelow = (z: number): number => normal.cdf(z, 0, 1)

/** What a standard normal variable is at most with a probability. */
export const normalQuantile = (probability: number): number => normal.inv(probability, 0, 1)

export const normalDensity = (z: number): number => normal.pdf(z, 0, 1)
