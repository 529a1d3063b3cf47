import { describe, expect, it } from 'vitest'
import { nodeEqual, pythonEqual } from '../../../fixtures/timing/servers.ts'
import { ConformanceError } from '../../../harness/errors.ts'
import type { Measured } from '../../../harness/model/measurement.ts'
import type { KeptRun } from '../kept.ts'
import { type Bench, runsOf, runTable } from './run-table.ts'
import type { LiveTable } from './table.ts'

const table: LiveTable = {
  name: 'some',
  cases: [
    { id: 'one', server: nodeEqual },
    { id: 'two', server: pythonEqual },
  ],
  runs: 5,
  runsPerStart: 2,
  options: { budgetMs: 1000 },
  render: () => '',
}

const measured: Measured = { kind: 'unmeasurable', reason: 'nothing is measured here' }

/** A bench that starts and measures nothing, and what it was asked to do. */
function pretend({ runs = [], start }: { runs?: readonly KeptRun[]; start?: Bench['start'] } = {}) {
  const log: string[] = []
  const kept: KeptRun[] = []
  const url = new URL('http://127.0.0.1:1/me')
  const bench: Bench = {
    measure: async () => measured,
    start:
      start ??
      (async ({ id }) => {
        log.push(`start ${id}`)
        const stop = async () => void log.push(`stop ${id}`)
        return { url, token: '', stop, requests: () => ({ left: [], right: [] }) }
      }),
    machine: 'none',
    runs,
    keep(run) {
      kept.push(run)
      log.push(run.id)
    },
    late: () => false,
    tell: () => {},
  }
  return { bench, kept, log }
}

const run = (id: string, budgetMs = 1000): KeptRun => ({
  table: 'some',
  id,
  budgetMs,
  at: '2026-11-21T12:00:00.000Z',
  machine: 'none',
  measured,
})

describe('a table of the timing bench', () => {
  it('measures its cases in turn, a few with each start of their server', async () => {
    const { bench, log } = pretend()
    await runTable(table, bench)
    const round = (runs: number) =>
      ['one', 'two'].flatMap((id) => {
        const server = id === 'one' ? nodeEqual.id : pythonEqual.id
        return [`start ${server}`, ...Array.from({ length: runs }, () => id), `stop ${server}`]
      })
    expect(log).toEqual([...round(2), ...round(2), ...round(1)])
  })

  it('measures only what is missing, and counts no runs of another budget', async () => {
    const runs = [run('one'), run('one'), run('two'), run('two', 500), { ...run('two'), table: 'other' }]
    const { bench, kept } = pretend({ runs })
    await runTable(table, bench)
    const count = (id: string) => kept.filter((one) => one.id === id).length
    expect([count('one'), count('two')]).toEqual([3, 4])
    expect(runsOf(table, runs)).toHaveLength(3)
  })

  it('starts nothing when the time is up', async () => {
    const { bench, kept } = pretend()
    await runTable(table, { ...bench, late: () => kept.length >= 4 })
    expect(kept).toHaveLength(4)
  })

  it('leaves out a case whose server does not start', async () => {
    const started = pretend()
    const { bench, kept } = pretend({
      start: async (server) => {
        if (server === nodeEqual) throw new ConformanceError('TARGET_EXITED', 'It ended.')
        return started.bench.start(server)
      },
    })
    await runTable(table, bench)
    expect(kept.map(({ id }) => id)).toEqual(Array.from({ length: 5 }, () => 'two'))
  })

  it('stops the server when a measurement fails', async () => {
    const { bench, log } = pretend()
    const failing = { ...bench, measure: () => Promise.reject(new Error('no')) }
    await expect(runTable(table, failing)).rejects.toThrow('no')
    expect(log).toEqual([`start ${nodeEqual.id}`, `stop ${nodeEqual.id}`])
  })
})
