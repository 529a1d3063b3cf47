import type { Comparison } from '../../model/comparison.ts'
import type { Expectation, Judgement } from '../../model/expectation.ts'
import type { Measured } from '../../model/measurement.ts'
import { describeMeasurement } from '../words.ts'

/** What was measured of a target, and whether the seeded leak was detected. */
interface Timed {
  readonly measured: Measured
  readonly calibration: Measured
}

/** Both groups take equally long, as far as can be measured. */
export const noLeak = ({
  withinTolerance,
  advisory,
}: Pick<Comparison, 'withinTolerance' | 'advisory'> = {}): Expectation<Timed> => ({
  text: 'must take equally long to reject both groups of requests',
  judge: ({ measured, calibration }) => {
    const undetected = reasonWithoutSeededLeak(calibration)
    if (undetected !== undefined) return { kind: 'unclear', reason: undetected }
    if (measured.kind === 'unmeasurable') return { kind: 'unclear', reason: measured.reason }
    const { measurement } = measured
    const words = describeMeasurement(measurement)
    if (measurement.verdict === 'none') return { kind: 'met', note: words }
    if (measurement.verdict === 'unclear') return { kind: 'unclear', reason: words }
    const isTolerated = Math.abs(measurement.first.difference) <= measurement.resolution
    if (isTolerated && withinTolerance === 'note') return { kind: 'met', note: words }
    const warns = advisory || (isTolerated && withinTolerance === 'warning')
    return { kind: 'broken', received: words, ...(warns && { advisory: true }) }
  },
})

/** The seeded leak is detected, so that a leak of the target would be detected, too. */
export const detectsSeededLeak = (): Expectation<Measured> => ({
  text: 'must be measurable: the seeded leak in a server of ours is detected',
  judge: (calibration): Judgement => {
    const reason = reasonWithoutSeededLeak(calibration)
    if (reason !== undefined) return { kind: 'unclear', reason }
    return calibration.kind === 'measured'
      ? { kind: 'met', note: describeMeasurement(calibration.measurement) }
      : { kind: 'met' }
  },
})

/** Why the seeded leak was not detected in this run, so that no verdict on durations is possible. */
function reasonWithoutSeededLeak(calibration: Measured): string | undefined {
  if (calibration.kind === 'unmeasurable') return `our own server could not be measured: ${calibration.reason}`
  const { verdict } = calibration.measurement
  return verdict === 'leak'
    ? undefined
    : `the seeded leak in a server of ours was not detected here: ${describeMeasurement(calibration.measurement)}`
}
