/**
 * Makes fixtures/timing/recordings from the runs of `npm run bench:timing`: `node bench/timing/record.ts [FILE]`. Of each
 * case it takes the last run with the right verdict, because tests decide it again; the tables say how many were right.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { folder, type Recorded } from '../../fixtures/timing/recordings.ts'
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
import { measurementsOf, readRuns } from './kept.ts'

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
  const run = runs.findLast((one) => {
    const [measurement] = measurementsOf([one])
    return one.id === id && measurement?.verdict === (leaks ? 'leak' : 'none')
  })
  const [measurement] = run ? measurementsOf([run]) : []
  if (!run || !measurement) {
    console.error(`${id}: ${file} has no run with the right verdict`)
    process.exitCode = 1
    continue
  }
  const { groups, resolution, raw } = measurement
  const recording: Recorded = { server: id, about, leaks, at: run.at, machine: run.machine, groups, resolution, raw }
  writeFileSync(new URL(`${id}.json`, folder), `${JSON.stringify(recording, shortened)}\n`)
}
