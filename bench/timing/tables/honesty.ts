import { nodeSha256, nodeTimingSafeEqual, pythonCompareDigest } from '../../../fixtures/timing/servers.ts'
import { median } from '../../../harness/timing/statistics/quantile.ts'
import { type KeptRun, measurementsOf } from '../kept.ts'
import { markdownTable, nanoseconds, shareText } from '../markdown.ts'
import { injectShift } from '../statistics/injected.ts'
import type { Case, LiveTable } from './table.ts'

const cases: readonly Case[] = [nodeTimingSafeEqual, pythonCompareDigest, nodeSha256].map((server) => ({
  id: server.id,
  server,
}))

const shifts = [0, 5, -5, 10, -10, 20, -20, 30, -30, 100, -100]

const verdicts = (runs: readonly KeptRun[]): string =>
  markdownTable([
    ['server', 'leak', 'showed once', 'none', 'unclear', 'bound, median ns', 'largest'],
    ...cases.flatMap(({ id, server }) => {
      const all = measurementsOf(runs.filter((run) => run.id === id))
      if (all.length === 0) return []
      const count = (of: (one: (typeof all)[number]) => boolean) => String(all.filter(of).length)
      const bounds = all.flatMap(({ bound }) => (bound === undefined ? [] : [bound]))
      const row = [
        server.about,
        shareText(all.filter(({ verdict }) => verdict === 'leak').length, all.length),
        count(({ verdict, first }) => first.differs && verdict !== 'leak'),
        count(({ verdict }) => verdict === 'none'),
        count(({ verdict, first }) => !first.differs && verdict === 'unclear'),
        nanoseconds(median(bounds)),
        nanoseconds(Math.max(...bounds)),
      ]
      return [row]
    }),
  ])

function coverage(runs: readonly KeptRun[]): string {
  const recordings = measurementsOf(runs).flatMap(({ raw: [first], resolution }) =>
    first ? [{ first, resolution }] : [],
  )
  return markdownTable([
    [
      'injected ns',
      'a difference shows',
      'no leak larger than its bound',
      'of these, the bound holds',
      'the interval holds',
    ],
    ...shifts.map((shift) => {
      const all = recordings.map(({ first, resolution }) => injectShift(first, shift, resolution))
      const none = all.filter((one) => one.none)
      return [
        String(shift),
        shareText(all.filter(({ found }) => found).length, all.length),
        String(none.length),
        shareText(none.filter(({ bounded }) => bounded).length, none.length),
        shareText(all.filter(({ held }) => held).length, all.length),
      ]
    }),
  ])
}

/** Servers without a leak, and their recordings with a known difference added. */
export const honesty: LiveTable = {
  name: 'honesty',
  cases,
  runs: 50,
  runsPerStart: 1,
  options: { budgetMs: 10_000 },
  render: (runs) => `${verdicts(runs)}\n\n${coverage(runs)}`,
}
