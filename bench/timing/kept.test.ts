import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appendRun, decidedToday, type KeptRun, measurementsOf, readRuns, unmeasurable } from './kept.ts'
import { probeRecorder, readProbes } from './probes.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-timing-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const base = { table: 'some', id: 'one', budgetMs: 1000, at: '2026-11-21T12:00:00.000Z', machine: 'none' }
const failed: KeptRun = { ...base, measured: { kind: 'unmeasurable', reason: 'it is gone' } }
const series = {
  difference: 1 / 3,
  differs: false,
  p: 1e-12,
  look: 4,
  blocks: 1,
  control: { difference: 0, differs: false },
}
const none = { from: 0, width: 1, counts: [] }
const worked: KeptRun = {
  ...base,
  measured: {
    kind: 'measured',
    measurement: {
      groups: { left: 'l', right: 'r' },
      verdict: 'none',
      bound: 4,
      resolution: 50,
      first: series,
      requests: 10,
      pipelined: 8,
      seconds: 1,
      histograms: { left: none, right: none, differences: none },
      raw: [{ blocks: [[1, 2, 3]], looks: [1] }],
    },
  },
}

describe('runs in the file', () => {
  it('are read as they were written, with numbers of eight digits', () => {
    const file = join(folder, 'runs.jsonl')
    appendRun(file, failed)
    appendRun(file, worked)
    const [first, second] = readRuns(file)
    expect(first).toEqual(failed)
    expect(measurementsOf([second as KeptRun])[0]?.first).toEqual({ ...series, difference: 0.33333333 })
  })

  it('are none without a file, and all but one that was cut off', () => {
    const file = join(folder, 'runs.jsonl')
    expect(readRuns(file)).toEqual([])
    appendRun(file, failed)
    appendFileSync(file, '\n{"table":"so')
    appendRun(file, failed)
    expect(readRuns(file)).toEqual([failed, failed])
  })

  it('say why some could not be measured', () => {
    expect(unmeasurable([failed, worked, failed])).toEqual(['2 × it is gone'])
    expect(measurementsOf([failed])).toEqual([])
  })
})

describe('recorded probes', () => {
  it('are read in their order, with the requests of a probe', () => {
    const recorder = probeRecorder(folder, 'one')
    for (const duration of [3.5, 1.25, 2]) recorder.onProbe('left', duration)
    recorder.write(worked.measured)
    expect([...readProbes(folder, 'one')]).toEqual([{ pipelined: 8, durations: Float64Array.of(3.5, 1.25, 2) }])
    expect([...readProbes(folder, 'two')]).toEqual([])
    expect([...readProbes(join(folder, 'nowhere'), 'one')]).toEqual([])
  })

  it('are not written for a run without a measurement', () => {
    const recorder = probeRecorder(folder, 'one')
    recorder.onProbe('left', 1)
    recorder.write(failed.measured)
    expect([...readProbes(folder, 'one')]).toEqual([])
  })
})

it('runs are decided by the present code', () => {
  expect(decidedToday(failed)).toEqual(failed)
  const [again] = measurementsOf([decidedToday(worked)])
  expect(again).toMatchObject({ verdict: 'unclear', requests: 10, first: { difference: 1, blocks: 1 } })
})
