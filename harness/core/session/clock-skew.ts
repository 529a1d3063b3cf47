import type { WireAnswer } from '../../wire/client.ts'

/** One answer's Date field and the times around it, all in milliseconds since the epoch. */
export interface ClockSample {
  readonly sentAt: number
  readonly receivedAt: number
  /** Of the Date field, which has whole seconds (RFC 9110 §6.6.1). */
  readonly date: number
}

/**
 * How far the target's clock is ahead of ours, in milliseconds; 0 where the samples agree with ours. Each Date bounds
 * the skew to a second and the round trip, so several samples narrow it.
 */
export function clockSkew(samples: readonly ClockSample[]): number {
  if (samples.length === 0) return 0
  const lowest = Math.max(...samples.map(({ date, receivedAt }) => date - receivedAt))
  const highest = Math.min(...samples.map(({ date, sentAt }) => date + 1000 - sentAt))
  if (lowest <= 0 && highest >= 0) return 0
  return Math.round((lowest + highest) / 2)
}

/** The sample that an answer gives; none without a Date field. */
export function clockSampleOf({ response, startedAt, durationMs }: WireAnswer): readonly ClockSample[] {
  const date = Date.parse(response?.fields.find(([name]) => name.toLowerCase() === 'date')?.[1] ?? '')
  return Number.isNaN(date) ? [] : [{ sentAt: startedAt, receivedAt: startedAt + durationMs, date }]
}
