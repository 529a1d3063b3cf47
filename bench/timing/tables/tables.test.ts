import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recordings } from '../../../fixtures/timing/recordings.ts'
import { decideMeasurement } from '../../../harness/timing/statistics/decide.ts'
import type { KeptRun } from '../kept.ts'
import { frameworks } from './frameworks.ts'
import { honesty } from './honesty.ts'
import { methodsTable, recordedCases } from './methods.ts'
import { power } from './power.ts'

const none = { from: 0, width: 1, counts: [] }

/** The recorded measurements, as if they had just been made; `id` instead of that of their server. */
const runs = (id?: string): readonly KeptRun[] =>
  recordings().map(({ server, at, machine, groups, resolution, raw }) => ({
    table: 'some',
    id: id ?? server,
    budgetMs: 12_000,
    at,
    machine,
    measured: {
      kind: 'measured',
      measurement: {
        groups,
        resolution,
        raw,
        ...decideMeasurement(raw, { resolution }),
        requests: 1000,
        pipelined: 8,
        seconds: 12,
        histograms: { left: none, right: none, differences: none },
      },
    },
  }))

const cells = (table: string): readonly (readonly string[])[] =>
  table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

describe('tables of the timing bench', () => {
  it('count the leaks that were found, and leave out servers without a run', () => {
    const [, , ...rows] = cells(power.render(runs(), []))
    expect(rows.map(([server]) => server)).toEqual([
      'JS ===, 32 bytes',
      'JS character loop, 32 bytes',
      'Python character loop, 32 bytes',
      'JS early return for an unknown id',
      'Python ==, 4,096 bytes',
    ])
    expect(new Set(rows.map(([, leak]) => leak))).toEqual(new Set(['1 of 1 = 100 % [20.7, 100]']))
  })

  it('count servers without a leak, and the bounds and intervals that hold the injected shift', () => {
    const safe = runs().filter(({ id }) =>
      ['node-timing-safe-equal', 'node-sha256', 'python-compare-digest'].includes(id),
    )
    const rows = cells(honesty.render(safe, []))
    expect(rows.slice(2, 5).map(([, leak, once, verdict]) => [leak, once, verdict])).toEqual(
      Array.from({ length: 3 }, () => ['0 of 1 = 0 % [0, 79.3]', '0', '1']),
    )
    expect(rows.find(([shift]) => shift === '0')).toEqual([
      '0',
      '0 of 3 = 0 % [0, 56.1]',
      '3',
      '3 of 3 = 100 % [43.9, 100]',
      '3 of 3 = 100 % [43.9, 100]',
    ])
    expect(rows.find(([shift]) => shift === '100')?.[1]).toBe('3 of 3 = 100 % [43.9, 100]')
  })

  it('describe frameworks as the command does', () => {
    const failed: KeptRun = {
      ...(runs()[0] as KeptRun),
      id: 'hono-bearer-auth-32',
      measured: { kind: 'unmeasurable', reason: 'it is gone' },
    }
    const [, , first, second] = cells(frameworks.render([...runs('express-equal-32').slice(0, 1), failed], []))
    expect(first?.slice(0, 3)).toEqual(['Express, ===', '32 bytes', expect.stringMatching(/^leak of \d+ ns \[/)])
    expect(second?.slice(0, 3)).toEqual(['Hono, bearerAuth', '32 bytes', 'not measured: it is gone'])
  })

  it('show all methods side by side', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-timing-'))
    try {
      const durations = Array.from({ length: 24_000 }, () => 16_000 - 400 * Math.log(1 - Math.random()))
      writeFileSync(join(folder, `${recordedCases[0]}.one.f64`), Float64Array.from([8, ...durations]))
      const table = methodsTable(folder, { assignments: 2, assignmentsOfShift: 1, tell: () => {} })
      const rows = cells(table)
      expect(rows.find(([name]) => name === 'permuted')?.[6]).toMatch(/^\d of 2/)
      expect(rows.find(([name]) => name === 'one group after the other')?.[6]).toBe('not applicable')
      expect(rows.find(([name]) => name === `${recordedCases[0]}, 100 ns`)?.[6]).toBe('1 of 1 = 100 % [20.7, 100]')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
