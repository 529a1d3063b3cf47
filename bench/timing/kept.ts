import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Measured, Measurement } from '../../harness/model/measurement.ts'
import { replay } from '../../harness/timing/replay.ts'
import { jsonObject } from '../../harness/wire/json-object.ts'

/** One measurement of the bench, and a line of the file that keeps them. */
export interface KeptRun {
  readonly table: string
  /** Of the case of the table. */
  readonly id: string
  readonly budgetMs: number
  /** When it ended, as ISO 8601. */
  readonly at: string
  readonly machine: string
  readonly measured: Measured
}

/** Eight significant digits: more are noise. */
const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(8)) : value

/**
 * Appends a run to the file, so that an interrupted session loses nothing. Each run begins a line, because the one before
 * it may have been cut off.
 */
export const appendRun = (file: string, run: KeptRun): void => appendFileSync(file, `\n${JSON.stringify(run, rounded)}`)

/** The same blocks, decided by the present code. */
export function decidedToday({ measured, ...run }: KeptRun): KeptRun {
  if (measured.kind !== 'measured') return { ...run, measured }
  const { raw } = measured.measurement
  const again = replay(measured.measurement)
  return { ...run, measured: again && raw ? { kind: 'measured', measurement: { ...again, raw } } : measured }
}

/** All runs of a file; none where there is no file. A run that was cut off while it was written is left out. */
export function readRuns(file: string): readonly KeptRun[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line) => {
    const run = jsonObject(line)
    return run ? [run as unknown as KeptRun] : []
  })
}

/** A measurement with its blocks. */
export type Blocks = Measurement & Required<Pick<Measurement, 'raw'>>

/** The measurements of runs, without those that could not be made. */
export const measurementsOf = (runs: readonly KeptRun[]): readonly Blocks[] =>
  runs.flatMap(({ measured }) =>
    measured.kind === 'measured' && measured.measurement.raw ? [measured.measurement as Blocks] : [],
  )

/** Why runs could not be measured, with how many. */
export function unmeasurable(runs: readonly KeptRun[]): readonly string[] {
  const reasons = runs.flatMap(({ measured }) => (measured.kind === 'unmeasurable' ? [measured.reason] : []))
  return [...new Set(reasons)].map((reason) => `${reasons.filter((one) => one === reason).length} × ${reason}`)
}
