import { frameworks } from '../../../fixtures/timing/frameworks.ts'
import { nodeTimingSafeEqual, pythonCompareDigest, timingServers } from '../../../fixtures/timing/servers.ts'
import { looks } from '../../../harness/timing/statistics/decide.ts'
import { type KeptRun, measurementsOf } from '../kept.ts'
import { markdownTable, shareText } from '../markdown.ts'
import { signFlips } from '../statistics/sign-flips.ts'
import type { Case, LiveTable } from './table.ts'

const servers = [nodeTimingSafeEqual, pythonCompareDigest]

const cases: readonly Case[] = [false, true].flatMap((busy) =>
  servers.map((server) => ({ id: `${server.id}, ${busy ? 'one core busy' : 'quiet'}`, server, busy })),
)

const flips = 20_000

/** Servers whose groups may be swapped, because both take the same time. */
const withoutLeak = new Set(
  [...timingServers, ...frameworks(32), ...frameworks(4096)].flatMap(({ id, leaks }) => (leaks === false ? [id] : [])),
)

function live(runs: readonly KeptRun[]): string {
  const row = (name: string, some: readonly KeptRun[]): readonly string[] => {
    const all = measurementsOf(some)
    const count = (of: (one: (typeof all)[number]) => boolean) => shareText(all.filter(of).length, all.length)
    return [
      name,
      String(all.length),
      count(({ first }) => first.differs),
      count(({ verdict }) => verdict === 'leak'),
      count(({ first }) => first.control.differs),
    ]
  }
  return markdownTable([
    ['server', 'runs', 'first series differs', 'a second one confirms', 'halves of one group differ'],
    ...cases.map(({ id }) =>
      row(
        id,
        runs.filter((run) => run.id === id),
      ),
    ),
    row('all', runs),
  ])
}

/** For each budget, of the first series that reached the last look. */
function reassigned(all: readonly KeptRun[]): string {
  const safe = all.filter(({ id }) => withoutLeak.has(id.split(',')[0] ?? ''))
  const budgets = [...new Set(safe.map(({ budgetMs }) => budgetMs))].sort((one, other) => one - other)
  return markdownTable([
    ['recordings', 'blocks', 'reassigned', 'first series differs', 'a second one confirms'],
    ...budgets.flatMap((budget) => {
      const recordings = measurementsOf(safe.filter(({ budgetMs }) => budgetMs === budget)).flatMap(
        ({ raw: [first] }) => (first?.looks.length === looks ? [first] : []),
      )
      if (recordings.length === 0) return []
      const blocks = recordings.reduce((sum, one) => sum + one.blocks.length, 0)
      const { series, alarms, confirmed } = signFlips(recordings, flips, Math.random)
      return [
        [
          `${recordings.length} of ${budget / 1000} s`,
          String(blocks),
          String(series),
          shareText(alarms, series),
          shareText(confirmed, series),
        ],
      ]
    }),
  ])
}

/** Short measurements of servers without a leak. */
export const falseAlarms: LiveTable = {
  name: 'false-alarms',
  cases,
  runs: 250,
  runsPerStart: 10,
  options: { budgetMs: 800, blockMs: 12 },
  render: (runs, all) => `${live(runs)}\n\n${reassigned(all)}`,
}
