import { z } from 'zod'

// Durations are in nanoseconds a request, and a difference is that of the right group from the left one.

const object = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.strictObject(shape).readonly()
const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly()
const count = z.int().nonnegative()
/** Finite, as every number of JSON is. */
const nanoseconds = z.number()

const estimate = {
  difference: nanoseconds,
  /** Low and high end; absent where there are too few blocks for its confidence. */
  interval: z.tuple([nanoseconds, nanoseconds]).readonly().exactOptional(),
}

/** A number and the interval that holds it. */
export const estimateSchema = object(estimate)

/** What a series of blocks showed, at the look at which it was decided. */
export const seriesSchema = object({
  ...estimate,
  /** Whether the interval, which holds at every look, leaves out zero. */
  differs: z.boolean(),
  /** Probability of so clear a difference, at any of the looks, where there is none. */
  p: z.number().min(0).max(1),
  /** 1 to `looks`. */
  look: z.int().positive(),
  blocks: count,
  /** The same of the halves that are alike. */
  control: object({ ...estimate, differs: z.boolean() }),
})

/** Counts of values from `from` on, each `width` wide; the last takes what is larger. */
export const histogramSchema = object({ from: nanoseconds, width: nanoseconds.nonnegative(), counts: list(count) })

/** What a picture needs. */
export const histogramsSchema = object({
  /** Durations of both groups, over the same bins. */
  left: histogramSchema,
  right: histogramSchema,
  /** Differences of the blocks. */
  differences: histogramSchema,
})

/** Enough to decide once more: the blocks in their order, and how many there were at each look. */
export const rawSeriesSchema = object({
  /** Left, right and control of each. */
  blocks: list(z.tuple([nanoseconds, nanoseconds, nanoseconds]).readonly()),
  looks: list(count),
})

/**
 * - `leak`: the difference showed twice, with the same sign
 * - `none`: none is larger than `bound`, and that is small enough to say so
 * - `unclear`: `reason` says why
 */
export const timingVerdictSchema = z.enum(['leak', 'none', 'unclear'])

/** Two groups of requests, and how much longer the target takes for the right ones. Part of `results.json`. */
export const measurementSchema = object({
  groups: object({ left: z.string(), right: z.string() }),
  verdict: timingVerdictSchema,
  reason: z.string().exactOptional(),
  /** The largest difference that the interval allows. */
  bound: nanoseconds.nonnegative().exactOptional(),
  /** The largest bound that counts as none. */
  resolution: nanoseconds.nonnegative(),
  first: seriesSchema,
  confirmation: seriesSchema.exactOptional(),
  /** Sent to measure, both series together. */
  requests: count,
  /** Requests written at once. */
  pipelined: z.int().positive(),
  seconds: z.number().nonnegative(),
  histograms: histogramsSchema,
  /** Of both series, where it was asked for. */
  raw: list(rawSeriesSchema).exactOptional(),
})
