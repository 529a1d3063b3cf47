import { z } from 'zod'

// Durations are in nanoseconds a request, and a difference is that of the right group minus that of the left one.

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

/** An estimate and its confidence interval. */
export const estimateSchema = object(estimate)

/** The result of a series of blocks, at the look at which it was decided. */
export const seriesSchema = object({
  ...estimate,
  /** Whether the interval, which is valid at every look, excludes zero. */
  differs: z.boolean(),
  /** The p-value over all looks. */
  p: z.number().min(0).max(1),
  /** 1 to `looks`. */
  look: z.int().positive(),
  blocks: count,
  /** The same between the halves of each group. */
  control: object({ ...estimate, differs: z.boolean() }),
})

/** Counts of values in bins from `from` on, each `width` wide; the last bin counts larger values, too. */
export const histogramSchema = object({ from: nanoseconds, width: nanoseconds.nonnegative(), counts: list(count) })

/** The data of a chart. */
export const histogramsSchema = object({
  /** Durations of both groups, over the same bins. */
  left: histogramSchema,
  right: histogramSchema,
  /** Differences of the blocks. */
  differences: histogramSchema,
})

/** The raw data of a series, to decide it again: the blocks in their order, and how many there were at each look. */
export const rawSeriesSchema = object({
  /** Left, right and control of each. */
  blocks: list(z.tuple([nanoseconds, nanoseconds, nanoseconds]).readonly()),
  looks: list(count),
})

/**
 * - `leak`: two series showed a difference of the same sign
 * - `none`: no difference is larger than `bound`, which is within the resolution
 * - `unclear`: `reason` says why
 */
const timingVerdictSchema = z.enum(['leak', 'none', 'unclear'])

/** Two groups of requests, and how much longer the target takes for the right one. Part of `results.json`. */
export const measurementSchema = object({
  groups: object({ left: z.string(), right: z.string() }),
  verdict: timingVerdictSchema,
  reason: z.string().exactOptional(),
  /** The largest difference that the interval includes. */
  bound: nanoseconds.nonnegative().exactOptional(),
  /** The largest bound that counts as no difference. */
  resolution: nanoseconds.nonnegative(),
  first: seriesSchema,
  confirmation: seriesSchema.exactOptional(),
  /** Requests sent, both series together. */
  requests: count,
  /** Requests written at once. */
  pipelined: z.int().positive(),
  seconds: z.number().nonnegative(),
  histograms: histogramsSchema,
  /** Of both series, with `--timing-raw`. */
  raw: list(rawSeriesSchema).exactOptional(),
})
