/** One figure of the bench: a ratio of two medians taken in the same run, and its limit. */
export interface Measured {
  readonly name: string
  readonly ratio: number
  /** Medians behind the ratio, with units. */
  readonly medians: string
  readonly atMost?: number
  readonly atLeast?: number
  readonly detail: string
}

export const rounds = 5

export const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN

/** Measures both alternately, five times each, so that a slow moment of the machine affects both. */
export async function medianRatio(
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Pick<Measured, 'ratio' | 'medians'>> {
  const [left, right]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    left.push(await ours())
    right.push(await theirs())
  }
  const [ourMedian, theirMedian] = [median(left), median(right)]
  return { ratio: ourMedian / theirMedian, medians: `${milliseconds(ourMedian)} / ${milliseconds(theirMedian)}` }
}

const milliseconds = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`
