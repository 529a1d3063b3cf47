/** Durations are in nanoseconds a request. A difference is that of the right group minus that of the left one. */

/** A short part of a measurement: the mean of the fastest quarter of each group. */
export interface Block {
  readonly left: number
  readonly right: number
  /** Difference between two random halves of each group, which should be none. */
  readonly control: number
}

/** An estimate and its confidence interval; without interval where there are too few blocks for its confidence. */
export interface Estimate {
  readonly difference: number
  readonly interval?: readonly [low: number, high: number]
}

/** The result of a series of blocks, at the look at which it was decided. */
export interface Series extends Estimate {
  /** Whether the interval, which is valid at every look, excludes zero. */
  readonly differs: boolean
  /** The p-value over all looks. */
  readonly p: number
  /** 1 to `looks`. */
  readonly look: number
  readonly blocks: number
  /** The same between the halves of each group. */
  readonly control: Estimate & { readonly differs: boolean }
}

/** Counts of values in bins from `from` on, each `width` wide; the last bin counts larger values, too. */
export interface Histogram {
  readonly from: number
  readonly width: number
  readonly counts: readonly number[]
}

/** The data of a chart. */
export interface Histograms {
  /** Durations of both groups, over the same bins. */
  readonly left: Histogram
  readonly right: Histogram
  /** Differences of the blocks. */
  readonly differences: Histogram
}

/** A measurement, or why there is none. */
export type Measured = { readonly kind: 'measured'; readonly measurement: Measurement } | Unmeasurable

export interface Unmeasurable {
  readonly kind: 'unmeasurable'
  readonly reason: string
}

/** The raw data of a series, to decide it again: the blocks in their order, and how many there were at each look. */
export interface RawSeries {
  readonly blocks: readonly (readonly [left: number, right: number, control: number])[]
  readonly looks: readonly number[]
}

/**
 * - `leak`: two series showed a difference of the same sign
 * - `none`: no difference is larger than `bound`, which is within the resolution
 * - `unclear`: `reason` says why
 */
export type TimingVerdict = 'leak' | 'none' | 'unclear'

/** Two groups of requests, and how much longer the target takes for the right one. Part of `results.json`. */
export interface Measurement {
  readonly groups: { readonly left: string; readonly right: string }
  readonly verdict: TimingVerdict
  readonly reason?: string
  /** The largest difference that the interval includes. */
  readonly bound?: number
  /** The largest bound that counts as no difference. */
  readonly resolution: number
  readonly first: Series
  readonly confirmation?: Series
  /** Requests sent, both series together. */
  readonly requests: number
  /** Requests written at once. */
  readonly pipelined: number
  readonly seconds: number
  readonly histograms: Histograms
  /** Of both series, with `--timing-raw`. */
  readonly raw?: readonly RawSeries[]
}
