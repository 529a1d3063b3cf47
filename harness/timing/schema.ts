import { z } from 'zod'
import type { Measurement } from '../model/measurement.ts'

const count = z.int().nonnegative()
/** Finite, as every number of JSON is. */
const nanoseconds = z.number()

const estimate = z.strictObject({
  difference: nanoseconds,
  interval: z.tuple([nanoseconds, nanoseconds]).readonly().exactOptional(),
})

const series = estimate.extend({
  differs: z.boolean(),
  p: z.number().min(0).max(1),
  look: z.int().positive(),
  blocks: count,
  control: estimate.extend({ differs: z.boolean() }),
})

const histogram = z.strictObject({
  from: nanoseconds,
  width: nanoseconds.nonnegative(),
  counts: z.array(count).readonly(),
})

const rawSeries = z.strictObject({
  blocks: z.array(z.tuple([nanoseconds, nanoseconds, nanoseconds]).readonly()).readonly(),
  looks: z.array(count).readonly(),
})

/** The schema of a measurement, as `results.json` holds it. */
export const measurementSchema = z.strictObject({
  groups: z.strictObject({ left: z.string(), right: z.string() }),
  verdict: z.enum(['leak', 'none', 'unclear']),
  reason: z.string().exactOptional(),
  bound: nanoseconds.nonnegative().exactOptional(),
  resolution: nanoseconds.nonnegative(),
  first: series,
  confirmation: series.exactOptional(),
  requests: count,
  pipelined: z.int().positive(),
  seconds: z.number().nonnegative(),
  histograms: z.strictObject({ left: histogram, right: histogram, differences: histogram }),
  raw: z.array(rawSeries).readonly().exactOptional(),
}) satisfies z.ZodType<Measurement>
