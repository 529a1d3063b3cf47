/**
 * Makes fixtures/timing/recordings from what `npm run bench:timing` kept: `node bench/timing/record.ts [FILE]`. Of each
 * case that is recorded, the last measurement.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Recorded } from '../../fixtures/timing/recordings.ts'
import { folder } from '../../fixtures/timing/recordings.ts'
import {
  nodeEqual,
  nodeKnownId,
  nodeLoop,
  nodeSha256,
  nodeTimingSafeEqual,
  pythonCompareDigest,
  pythonEqualLong,
  pythonLoop,
} from '../../fixtures/timing/servers.ts'
import { readRuns } from './kept.ts'

const recorded = [
  nodeEqual,
  nodeLoop,
  nodeKnownId,
  nodeTimingSafeEqual,
  nodeSha256,
  pythonLoop,
  pythonEqualLong,
  pythonCompareDigest,
]

const [file = '/tmp/bench-timing.jsonl'] = process.argv.slice(2)
const runs = readRuns(file)

/** Hundredths of nanoseconds are far below the noise of a block. */
const shortened = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(2)) : value

mkdirSync(folder, { recursive: true })
for (const { id, leaks, about } of recorded) {
  const run = runs.findLast((one) => one.id === id && one.measured.kind === 'measured')
  if (run?.measured.kind !== 'measured' || !run.measured.measurement.raw) {
    console.error(`${id}: nothing was kept in ${file}`)
    process.exitCode = 1
    continue
  }
  const { kinds, resolution, raw } = run.measured.measurement
  const recording: Recorded = { server: id, about, leaks, at: run.at, machine: run.machine, kinds, resolution, raw }
  writeFileSync(new URL(`${id}.json`, folder), `${JSON.stringify(recording, shortened)}\n`)
}
