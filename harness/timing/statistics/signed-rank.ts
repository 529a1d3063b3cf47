import type { Estimate } from '../../model/measurement.ts'

/**
 * Wilcoxon's signed-rank statistic, standardised: how far the differences lie to one side of 0. Zeros are left out; ties
 * share their ranks. 0 where nothing is left.
 *
 * Source: F. Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1 (1945) 80-83; variance with ties:
 * E. L. Lehmann, Nonparametrics (1975).
 */
export function signedRank(differences: readonly number[]): number {
  const sorted = differences.filter((value) => value !== 0).sort((left, right) => Math.abs(left) - Math.abs(right))
  const count = sorted.length
  if (count === 0) return 0
  let positive = 0
  let ties = 0
  for (let start = 0; start < count; ) {
    let end = start + 1
    while (end < count && Math.abs(sorted[end] ?? 0) === Math.abs(sorted[start] ?? 0)) end++
    const rank = (start + 1 + end) / 2
    for (let at = start; at < end; at++) if ((sorted[at] ?? 0) > 0) positive += rank
    ties += (end - start) ** 3 - (end - start)
    start = end
  }
  const mean = (count * (count + 1)) / 4
  const variance = (count * (count + 1) * (2 * count + 1)) / 24 - ties / 48
  return (positive - mean) / Math.sqrt(variance)
}

/**
 * The median of all averages of two differences, and the interval of the shifts that `signedRank` does not reject at the
 * limit `critical`. Needs memory and time by the square of their number: 1,600 take 0.1 s.
 *
 * Source: J. L. Hodges, E. L. Lehmann, Estimates of location based on rank tests, Ann. Math. Statist. 34 (1963) 598-611.
 *
 * @throws {RangeError} without differences
 */
export function hodgesLehmann(differences: readonly number[], critical: number): Estimate {
  const count = differences.length
  if (count === 0) throw new RangeError('there are no differences')
  const averages = walshAverages(differences)
  const total = averages.length
  const middle = ((averages[(total - 1) >> 1] ?? 0) + (averages[total >> 1] ?? 0)) / 2
  const mean = (count * (count + 1)) / 4
  const deviation = Math.sqrt((count * (count + 1) * (2 * count + 1)) / 24)
  const outside = Math.floor(mean - critical * deviation)
  if (outside < 0) return { difference: middle }
  return { difference: middle, interval: [averages[outside] ?? 0, averages[total - 1 - outside] ?? 0] }
}

/** Averages of all pairs, those of a value with itself included, sorted. */
function walshAverages(values: readonly number[]): Float64Array {
  const averages = new Float64Array((values.length * (values.length + 1)) / 2)
  let at = 0
  for (let first = 0; first < values.length; first++) {
    for (let second = first; second < values.length; second++) {
      averages[at++] = ((values[first] ?? 0) + (values[second] ?? 0)) / 2
    }
  }
  return averages.sort()
}
