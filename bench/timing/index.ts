/**
 * `npm run bench:timing [-- table …]`: the proof of the timing measurement. Each run is a line of a file, and a session
 * continues where the last one ended. Tables go to stdout, progress to stderr.
 */
import { parseArgs } from 'node:util'
import { startServer } from '../../fixtures/timing/start.ts'
import { measure } from '../../harness/timing/measure.ts'
import { appendRun, decidedToday, type KeptRun, readRuns, unmeasurable } from './kept.ts'
import { machine } from './machine.ts'
import { probeRecorder } from './probes.ts'
import { falseAlarms } from './tables/false-alarms.ts'
import { frameworks } from './tables/frameworks.ts'
import { honesty } from './tables/honesty.ts'
import { methodsTable, recordedCases } from './tables/methods.ts'
import { power } from './tables/power.ts'
import { runsOf, runTable } from './tables/run-table.ts'
import type { LiveTable } from './tables/table.ts'

const usage = `npm run bench:timing [-- [options] [table …]]

tables: power, honesty, frameworks, false-alarms, methods; all by default, in this order
  --keep FILE      to which every run is appended, and from which runs are read; default: /tmp/bench-timing.jsonl
  --probes FOLDER  where single probes of the table of honesty are recorded for the one of methods;
                   default: /tmp/bench-timing-probes
  --runs N         of each case, instead of those of the table
  --budget SECONDS of each series, instead of that of the table
  --minutes N      measures no longer than that; the next session continues
  --report         only prints the tables of the runs in the file`

const liveTables: readonly LiveTable[] = [power, honesty, frameworks, falseAlarms]
const names = [...liveTables.map(({ name }) => name), 'methods']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'string', default: '/tmp/bench-timing.jsonl' },
    probes: { type: 'string', default: '/tmp/bench-timing-probes' },
    runs: { type: 'string' },
    budget: { type: 'string' },
    minutes: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
})

const tell = (line: string): void => void process.stderr.write(`${line}\n`)

const isCount = (text: string | undefined): boolean => text === undefined || Number(text) > 0

if (positionals.some((name) => !names.includes(name)) || ![values.runs, values.budget, values.minutes].every(isCount)) {
  tell(usage)
  process.exit(2)
}

// Servers that were started end with this process, but not where a signal ends it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

const asked = positionals.length === 0 ? names : positionals
const tables = liveTables
  .filter(({ name }) => asked.includes(name))
  .map((table) => ({
    ...table,
    runs: Number(values.runs ?? table.runs),
    options: { ...table.options, ...(values.budget && { budgetMs: Number(values.budget) * 1000 }) },
  }))

const endsAt = performance.now() + Number(values.minutes ?? Number.POSITIVE_INFINITY) * 60_000
const runs: KeptRun[] = readRuns(values.keep).map(decidedToday)

if (!values.report) {
  for (const table of tables) {
    await runTable(table, {
      measure,
      start: startServer,
      machine: machine(),
      runs,
      keep(run) {
        runs.push(run)
        appendRun(values.keep, run)
      },
      recorder: ({ table, id }) =>
        table === honesty.name && recordedCases.includes(id) ? probeRecorder(values.probes, id) : undefined,
      late: () => performance.now() > endsAt,
      tell,
    })
  }
}

for (const table of tables) {
  const own = runsOf(table, runs)
  const notes = [...new Set(own.map((run) => run.machine)), ...unmeasurable(own)]
  process.stdout.write(
    `## ${table.name}\n\n${notes.map((note) => `${note}\n\n`).join('')}${table.render(own, runs)}\n\n`,
  )
}
if (asked.includes('methods')) {
  const text = methodsTable(values.probes, { assignments: 10, assignmentsOfShift: 2, tell })
  process.stdout.write(`## methods\n\n${text}\n`)
}
