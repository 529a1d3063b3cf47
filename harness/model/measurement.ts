/** Durations are in nanoseconds a request, and a difference is that of the right kind from the left one. */

/** One stretch of a measurement: of each kind of request the mean of its fastest quarter. */
export interface Block {
  readonly left: number
  readonly right: number
  /** Difference between two random halves of each kind, which are alike. */
  readonly control: number
}

/** A number and the interval that holds it; without bounds where there are too few blocks for its confidence. */
export interface Estimate {
  readonly difference: number
  readonly interval?: readonly [low: number, high: number]
}

/** What a series of blocks showed, at the look at which it was decided. */
export interface Series extends Estimate {
  /** Whether the interval, which holds at every look, leaves out zero. */
  readonly differs: boolean
  /** Probability of so clear a difference, at any of the looks, where there is none. */
  readonly p: number
  /** 1 to `looks`. */
  readonly look: number
  readonly blocks: number
  /** The same of the halves that are alike. */
  readonly control: Estimate & { readonly differs: boolean }
}

/** Counts of values from `from` on, each `width` wide; the last takes what is larger. */
export interface Histogram {
  readonly from: number
  readonly width: number
  readonly counts: readonly number[]
}

/** What a picture needs. */
export interface Histograms {
  /** Durations of both kinds, over the same bins. */
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

/** Enough to decide once more: the blocks in their order, and how many there were at each look. */
export interface RawSeries {
  readonly blocks: readonly (readonly [left: number, right: number, control: number])[]
  readonly looks: readonly number[]
}

/**
 * - `leak`: the difference showed twice, with the same sign
 * - `none`: none is larger than `bound`, and that is small enough to say so
 * - `unclear`: `reason` says why
 */
export type TimingVerdict = 'leak' | 'none' | 'unclear'

/** Two kinds of requests, and how much longer the target takes for the right ones. Part of `results.json`. */
export interface Measurement {
  readonly groups: { readonly left: string; readonly right: string }
  readonly verdict: TimingVerdict
  readonly reason?: string
  /** The largest difference that the interval allows. */
  readonly bound?: number
  /** The largest bound that counts as none. */
  readonly resolution: number
  readonly first: Series
  readonly confirmation?: Series
  /** Sent to measure, both series together. */
  readonly requests: number
  /** Requests written at once. */
  readonly pipelined: number
  readonly seconds: number
  readonly histograms: Histograms
  /** Of both series, where it was asked for. */
  readonly raw?: readonly RawSeries[]
}
