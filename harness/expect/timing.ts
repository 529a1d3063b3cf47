import type { Expectation, Judgement } from '../model/expectation.ts'
import type { Severity } from '../model/finding.ts'
import type { Measured } from '../model/measurement.ts'
import { describeMeasurement } from '../timing/words.ts'

/** What was measured of a target, and whether a difference was seen on a server that has one. */
export interface Timed {
  readonly measured: Measured
  readonly calibration: Measured
}

export interface LeakOptions {
  /** What a leak that is not above the resolution is worth, instead of a failure. */
  readonly small?: 'warning' | 'note'
  /** Whether any leak is only worth a warning. */
  readonly advisory?: boolean
  readonly severity?: Severity
}

/** None of the two kinds takes longer than the other, as far as can be seen. */
export const noLeak = (text: string, { small, advisory, severity }: LeakOptions = {}): Expectation<Timed> => ({
  text,
  judge: ({ measured, calibration }) => {
    const blind = blindness(calibration)
    if (blind !== undefined) return { kind: 'unclear', reason: blind }
    if (measured.kind === 'unmeasurable') return { kind: 'unclear', reason: measured.reason }
    const { measurement } = measured
    const words = describeMeasurement(measurement)
    if (measurement.verdict === 'none') return { kind: 'met', note: words }
    if (measurement.verdict === 'unclear') return { kind: 'unclear', reason: words }
    const isSmall = Math.abs(measurement.first.difference) <= measurement.resolution
    if (isSmall && small === 'note') return { kind: 'met', note: words }
    const warns = advisory || (isSmall && small === 'warning')
    return {
      kind: 'broken',
      received: words,
      ...(warns && { advisory: true }),
      ...(severity && { severity }),
    }
  },
})

/** A planted difference is seen, so that what is not seen on the target is not there. */
export const detectsSeededLeak = (): Expectation<Measured> => ({
  text: 'is measured by means that see a difference of our own server',
  judge: (calibration): Judgement => {
    const reason = blindness(calibration)
    if (reason !== undefined) return { kind: 'unclear', reason }
    return calibration.kind === 'measured'
      ? { kind: 'met', note: describeMeasurement(calibration.measurement) }
      : { kind: 'met' }
  },
})

/** Why no verdict on durations would mean anything here and now. */
function blindness(calibration: Measured): string | undefined {
  if (calibration.kind === 'unmeasurable') return `our own server could not be measured: ${calibration.reason}`
  const { verdict } = calibration.measurement
  return verdict === 'leak'
    ? undefined
    : `a difference that we planted in a server of ours was not seen here: ${describeMeasurement(calibration.measurement)}`
}
