import { comparisons } from '../../../fixtures/timing/comparisons.ts'
import type { startServer } from '../../../fixtures/timing/start.ts'
import { ConformanceError } from '../../../harness/errors.ts'
import type { Measured } from '../../../harness/model/measurement.ts'
import type { measure } from '../../../harness/timing/measure.ts'
import { describeMeasurement } from '../../../harness/timing/words.ts'
import { keepCoreBusy } from '../busy-core.ts'
import type { KeptRun } from '../kept.ts'
import type { ProbeRecorder } from '../probes.ts'
import type { Case, LiveTable } from './table.ts'

/** The source and the destination of runs. */
export interface Bench {
  readonly measure: typeof measure
  readonly start: typeof startServer
  readonly machine: string
  /** Runs of earlier sessions. */
  readonly runs: readonly KeptRun[]
  keep(run: KeptRun): void
  /** Records the probes of a run, where that is wanted. */
  readonly recorder?: (run: Pick<KeptRun, 'table' | 'id'>) => ProbeRecorder | undefined
  /** Whether the time is up: the run under way is finished, and no other is started. */
  late(): boolean
  tell(line: string): void
}

/** Runs of a table with its budget: figures of different budgets must not be mixed. */
export const runsOf = (table: LiveTable, runs: readonly KeptRun[]): readonly KeptRun[] =>
  runs.filter(({ table: name, budgetMs }) => name === table.name && budgetMs === table.options.budgetMs)

/**
 * Measures the missing runs of a table, its cases alternately: a change of the machine affects all of them, and an
 * interrupted session has some runs of each. A case whose server does not start is left out.
 */
export async function runTable(table: LiveTable, bench: Bench): Promise<void> {
  const done = new Map<string, number>()
  for (const { id } of runsOf(table, bench.runs)) done.set(id, (done.get(id) ?? 0) + 1)
  let open = table.cases
  for (;;) {
    open = open.filter(({ id }) => (done.get(id) ?? 0) < table.runs)
    if (open.length === 0) return
    for (const one of open) {
      if (bench.late()) return
      const before = done.get(one.id) ?? 0
      const count = Math.min(table.runsPerStart, table.runs - before)
      try {
        for await (const run of measureCase(table, one, count, bench)) {
          bench.keep(run)
          const now = (done.get(one.id) ?? 0) + 1
          done.set(one.id, now)
          bench.tell(`${table.name}  ${one.id}  ${now} of ${table.runs}  ${outcomeText(run.measured)}`)
        }
      } catch (error) {
        if (!(error instanceof ConformanceError)) throw error
        bench.tell(`${table.name}  ${one.id} is left out: ${error.message}`)
        done.set(one.id, table.runs)
      }
    }
  }
}

async function* measureCase(table: LiveTable, one: Case, count: number, bench: Bench): AsyncGenerator<KeptRun> {
  const server = await bench.start(one.server)
  const busy = one.busy ? keepCoreBusy() : undefined
  try {
    for (let run = 0; run < count; run++) {
      const recorder = bench.recorder?.({ table: table.name, id: one.id })
      const measured = await bench.measure(server.requests, {
        ...table.options,
        server: { origin: server.url },
        groups: comparisons[one.server.comparison].groups,
        keepRaw: true,
        ...(recorder && { onProbe: recorder.onProbe }),
      })
      recorder?.write(measured)
      const { budgetMs } = table.options
      const at = new Date().toISOString()
      yield { table: table.name, id: one.id, budgetMs, at, machine: bench.machine, measured }
    }
  } finally {
    await busy?.stop()
    await server.stop()
  }
}

const outcomeText = (measured: Measured): string =>
  measured.kind === 'measured' ? describeMeasurement(measured.measurement) : `unmeasurable: ${measured.reason}`
