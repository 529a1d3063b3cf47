import { runSuites } from '../../core/engine.ts'
import type { Selector } from '../../core/selector.ts'
import { expiryWarning } from '../../core/session/token-expiry.ts'
import { openSession } from '../../core/session.ts'
import type { Suite } from '../../model/check.ts'
import type { Results } from '../../model/results.ts'
import { formatOf } from '../../report/formats.ts'
import { assembleResults, exitCode } from '../../report/results.ts'
import { type Catalog, customSuites } from '../catalog.ts'
import type { Io } from '../io.ts'
import { leftOutMessage, outcomeMessage, pauseMessage, slowdownMessage } from './messages.ts'
import { createProgress } from './progress.ts'
import { checkWritable, reportFiles, writeReports } from './report-files.ts'
import type { RunPlan } from './run-plan.ts'
import { readSelectors } from './selection.ts'
import { type RunningTarget, withRunningTarget } from './target/running-target.ts'

/** Brings everything up, runs the suites, reports, and takes everything down again. Resolves to the exit code. */
export async function runPlan(plan: RunPlan, io: Io, catalog: Catalog): Promise<number> {
  const { strict = false, only = [] } = plan.settings
  const files = reportFiles(plan.settings, io.cwd)
  await checkWritable(files)
  const suites = [
    ...(await catalog.suites()),
    ...(plan.system ? [plan.system.suite] : []),
    ...(await customSuites(catalog, plan.settings.suites, io.cwd)),
  ]
  const selectors = readSelectors(only, suites)
  const signal = io.interrupt()
  return withRunningTarget(plan, io, signal, async (running) => {
    const results = await judge({ running, plan, suites, only: selectors, io, signal })
    await writeReports(files, results)
    io.stdout.write(await reportOf(results, plan, io))
    io.stderr.write(outcomeMessage(results, running))
    return exitCode(results, { strict })
  })
}

interface Judging {
  readonly running: RunningTarget
  readonly plan: RunPlan
  readonly suites: readonly Suite[]
  readonly only: readonly Selector[]
  readonly io: Io
  readonly signal: AbortSignal
}

async function judge({ running, plan, suites, only, io, signal }: Judging): Promise<Results> {
  const { target, config, issuer, launcher, renewal } = running
  const { concurrency, timeout: timeoutMs, maxDuration: maxDurationMs } = plan.settings
  const startedAt = new Date()
  const warning = expiryWarning(config, renewal !== undefined)
  if (warning !== undefined) io.stderr.write(`${warning}\n`)
  const progress = createProgress(io.stderr)
  const session = await openSession({
    origin: target.origin,
    config,
    signal,
    onTiming: progress.measuring,
    onPause(ms) {
      progress.clear()
      io.stderr.write(pauseMessage(ms))
    },
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(issuer && { issuer }),
    ...(renewal && { renewal }),
    ...(launcher && { launcher }),
    ...(target.output && { output: target.output }),
    ...(concurrency !== undefined && { concurrency }),
    ...(maxDurationMs !== undefined && { maxDurationMs }),
  })
  try {
    const run = await runSuites(session, suites, {
      only,
      onFinding: progress.show,
      onSlowdown(slowdown) {
        progress.clear()
        io.stderr.write(slowdownMessage(slowdown, session.maxDurationMs))
      },
    })
    progress.clear()
    io.stderr.write(leftOutMessage(run.leftOut))
    return assembleResults({
      run,
      session,
      config,
      startedAt,
      rerun: plan.rerun,
      ...(plan.system && { system: plan.system }),
      ...(issuer && { issuer: issuer.issuer }),
    })
  } finally {
    progress.clear()
    session.close()
  }
}

const reportOf = async (results: Results, { settings }: RunPlan, { stdout }: Io): Promise<string> =>
  formatOf(settings.format ?? 'text').render(results, { color: stdout.color, verbose: settings.verbose ?? false })
