import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Recording } from '../../fixtures/timing/methods.ts'
import type { Measured } from '../../harness/model/measurement.ts'
import type { Group } from '../../harness/timing/sampling/block.ts'

/** Records the probes of one run. */
export interface ProbeRecorder {
  onProbe(group: Group, duration: number): void
  /** Writes them, unless there was a second series or none. */
  write(measured: Measured): void
}

const ending = '.f64'

/** Writes the probes of a run to a file of 64-bit numbers in a folder: requests of a probe, then all durations. */
export function probeRecorder(folder: string, id: string): ProbeRecorder {
  const durations: number[] = []
  return {
    onProbe: (_, duration) => {
      durations.push(duration)
    },
    write(measured) {
      if (measured.kind !== 'measured' || measured.measurement.confirmation) return
      mkdirSync(folder, { recursive: true })
      const numbers = Float64Array.from([measured.measurement.pipelined, ...durations])
      writeFileSync(join(folder, `${id}.${randomUUID()}${ending}`), numbers)
    },
  }
}

/** Recordings of a case in a folder; none where there is no folder. */
export function* readProbes(folder: string, id: string): Generator<Recording> {
  const names = (existsSync(folder) ? readdirSync(folder) : []).filter(
    (name) => name.startsWith(`${id}.`) && name.endsWith(ending),
  )
  for (const name of names.sort()) {
    // Copied, because the bytes of a file may start where no 64-bit number may.
    const numbers = new Float64Array(new Uint8Array(readFileSync(join(folder, name))).buffer)
    yield { pipelined: numbers[0] ?? 0, durations: numbers.subarray(1) }
  }
}
