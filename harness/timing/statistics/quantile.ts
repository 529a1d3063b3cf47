/** The least value that so many per cent of the values (1 to 100) do not exceed, by nearest rank; 0 without any. */
export const quantile = (percent: number, values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.ceil((percent * values.length) / 100) - 1] ?? 0
