/** Two-sided 95 % of the standard normal distribution. */
const z = 1.959964

/**
 * The 95 % confidence interval of a share, after `hits` of `runs`.
 *
 * Source: E. B. Wilson, Probable inference, J. Am. Stat. Assoc. 22 (1927) 209-212.
 *
 * @throws {RangeError} without runs
 */
export function wilson(hits: number, runs: number): readonly [low: number, high: number] {
  if (!(runs > 0)) throw new RangeError('a share needs at least one run')
  const share = hits / runs
  const middle = share + z ** 2 / (2 * runs)
  const width = z * Math.sqrt((share * (1 - share)) / runs + z ** 2 / (4 * runs ** 2))
  const scale = 1 + z ** 2 / runs
  return [Math.max(0, (middle - width) / scale), Math.min(1, (middle + width) / scale)]
}
