import { frameworks as programs } from '../../../fixtures/timing/frameworks.ts'
import type { Measured } from '../../../harness/model/measurement.ts'
import { describeMeasurement } from '../../../harness/timing/words.ts'
import { intervalText, markdownTable, nanoseconds } from '../markdown.ts'
import type { Case, LiveTable } from './table.ts'

/** The long secrets first: they are what the command chooses by itself. */
const cases: readonly Case[] = [4096, 32].flatMap((length) =>
  programs(length).map((server) => ({ id: server.id, server })),
)

const verdictText = (measured: Measured): string =>
  measured.kind === 'measured' ? describeMeasurement(measured.measurement) : `not measured: ${measured.reason}`

/** Real frameworks with one shared token. */
export const frameworks: LiveTable = {
  name: 'frameworks',
  cases,
  runs: 1,
  runsPerStart: 1,
  options: { budgetMs: 30_000 },
  render: (runs) =>
    markdownTable([
      ['server', 'secret', 'verdict', 'difference, ns', 'interval', 'again', 'requests', 'at once'],
      ...cases.flatMap(({ id, server }) =>
        runs
          .filter((run) => run.id === id)
          .map(({ measured }) => {
            const start = [server.about, `${server.secretLength} bytes`, verdictText(measured)]
            if (measured.kind === 'unmeasurable') return [...start, '', '', '', '', '']
            const { first, confirmation, requests, pipelined } = measured.measurement
            const interval = (of: typeof first | undefined) => (of?.interval ? intervalText(of.interval) : '')
            return [
              ...start,
              nanoseconds(first.difference),
              interval(first),
              interval(confirmation),
              String(requests),
              String(pipelined),
            ]
          }),
      ),
    ]),
}
