import type { z } from 'zod'
import type {
  estimateSchema,
  histogramSchema,
  histogramsSchema,
  measurementSchema,
  rawSeriesSchema,
  seriesSchema,
} from './measurement-schema.ts'

/**
 * What is measured of durations. Types only; measurement-schema.ts says what those that are recorded mean. Durations are
 * in nanoseconds a request, and a difference is that of the right group minus that of the left one.
 */

/** A short part of a measurement: the mean of the fastest quarter of each group. */
export interface Block {
  readonly left: number
  readonly right: number
  /** Difference between two random halves of each group, which should be none. */
  readonly control: number
}

/** A measurement, or why there is none. */
export type Measured = { readonly kind: 'measured'; readonly measurement: Measurement } | Unmeasurable

export interface Unmeasurable {
  readonly kind: 'unmeasurable'
  readonly reason: string
}

export type Estimate = z.infer<typeof estimateSchema>
export type Series = z.infer<typeof seriesSchema>
export type Histogram = z.infer<typeof histogramSchema>
export type Histograms = z.infer<typeof histogramsSchema>
export type RawSeries = z.infer<typeof rawSeriesSchema>
export type Measurement = z.infer<typeof measurementSchema>
