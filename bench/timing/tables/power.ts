import {
  nodeEqual,
  nodeEqualLong,
  nodeKnownId,
  nodeLoop,
  pythonEqualLong,
  pythonLoop,
} from '../../../fixtures/timing/servers.ts'
import { median } from '../../../harness/timing/statistics/quantile.ts'
import { measurementsOf } from '../kept.ts'
import { markdownTable, nanoseconds, shareText } from '../markdown.ts'
import type { Case, LiveTable } from './table.ts'

const cases: readonly (Case & { readonly wanted: number })[] = [
  { id: nodeEqual.id, server: nodeEqual, wanted: 9 },
  { id: nodeLoop.id, server: nodeLoop, wanted: 10 },
  { id: pythonLoop.id, server: pythonLoop, wanted: 10 },
  { id: nodeKnownId.id, server: nodeKnownId, wanted: 10 },
  { id: pythonEqualLong.id, server: pythonEqualLong, wanted: 9 },
  { id: nodeEqualLong.id, server: nodeEqualLong, wanted: 9 },
]

/** Servers with a leak that must be found. */
export const power: LiveTable = {
  name: 'power',
  cases,
  runs: 10,
  runsPerStart: 1,
  options: { budgetMs: 30_000 },
  render: (runs) =>
    markdownTable([
      ['server', 'leak', 'wanted', 'showed once', 'least', 'median', 'largest difference, ns', 'seconds, median'],
      ...cases.flatMap(({ id, server, wanted }) => {
        const all = measurementsOf(runs.filter((run) => run.id === id))
        if (all.length === 0) return []
        const differences = all.map(({ first }) => first.difference)
        const row = [
          server.about,
          shareText(all.filter(({ verdict }) => verdict === 'leak').length, all.length),
          `${wanted} of 10`,
          String(all.filter(({ verdict, first }) => first.differs && verdict !== 'leak').length),
          nanoseconds(Math.min(...differences)),
          nanoseconds(median(differences)),
          nanoseconds(Math.max(...differences)),
          median(all.map(({ seconds }) => seconds)).toFixed(1),
        ]
        return [row]
      }),
    ]),
}
