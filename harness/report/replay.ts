import type { Measurement } from '../model/measurement.ts'
import type { Results } from '../model/results.ts'
import { replay } from '../timing/replay.ts'
import { describeMeasurement } from '../timing/words.ts'

/** A measurement of a run, and its verdict computed again. */
export interface Replayed {
  readonly id: string
  readonly vector: string
  readonly recorded: Measurement
  /** Absent without raw series. */
  readonly again?: Measurement
}

/**
 * All measurements of a run; their verdicts are computed again where the run has the raw series.
 *
 * @throws {RangeError} for incomplete series
 */
export const replayAll = ({ findings }: Pick<Results, 'findings'>): readonly Replayed[] =>
  findings.flatMap(({ id, vectors }) =>
    vectors.flatMap(({ vector, measurement }) => {
      if (!measurement) return []
      const again = replay(measurement)
      return [{ id, vector, recorded: measurement, ...(again && { again }) }]
    }),
  )

/** Whether the verdict is the same, and its text with all numbers. */
export const agrees = ({ recorded, again }: Replayed): boolean =>
  again === undefined ||
  (again.verdict === recorded.verdict && describeMeasurement(again) === describeMeasurement(recorded))

/** The result of a replay, one measurement after the other. */
export function renderReplay(replayed: readonly Replayed[]): string {
  const lines = replayed.flatMap((one) => {
    const name = `${one.id}[${one.vector}]`
    const words = describeMeasurement(one.recorded)
    if (!one.again) return [`no raw   ${name}`, `         ${words}`]
    if (agrees(one)) return [`same     ${name}`, `         ${words}`]
    return [`differs  ${name}`, `         recorded  ${words}`, `         again     ${describeMeasurement(one.again)}`]
  })
  const decided = replayed.filter(({ again }) => again)
  const differing = replayed.filter((one) => !agrees(one)).length
  return [...lines, '', `${decided.length} decided again, ${differing} differ`, ''].join('\n')
}
