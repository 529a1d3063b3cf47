import { runSuites } from '../../core/engine.ts'
import type { Selector } from '../../core/select.ts'
import { openSession } from '../../core/session.ts'
import type { Suite } from '../../model/check.ts'
import { assembleResults, exitCode, type Results } from '../../report/results.ts'
import { renderText } from '../../report/text.ts'
import type { Io } from '../io.ts'
import type { Parts } from '../main.ts'
import { outcomeMessage } from './messages.ts'
import type { RunPlan } from './plan.ts'
import { createProgress } from './progress.ts'
import { checkWritable, json, reportFiles, writeReports } from './report-files.ts'
import { readSelectors } from './selection.ts'
import { type RunningTarget, withRunningTarget } from './stage.ts'

/** Brings everything up, runs the suites, reports, and takes everything down again. Resolves to the exit code. */
export async function runPlan(plan: RunPlan, io: Io, parts: Parts): Promise<number> {
  const { strict = false, only = [] } = plan.settings
  const files = reportFiles(plan.settings, io.cwd)
  await checkWritable(files)
  const suites = [...(await parts.suites()), ...(plan.system ? [plan.system.suite] : [])]
  const selectors = readSelectors(only, suites)
  const signal = io.interrupt()
  return withRunningTarget(plan, io, signal, async (stage) => {
    const results = await judge({ stage, plan, suites, only: selectors, io, signal })
    await writeReports(files, results)
    io.stdout.write(reportOf(results, plan, io))
    io.stderr.write(outcomeMessage(results, stage))
    return exitCode(results, { strict })
  })
}

interface Judging {
  readonly stage: RunningTarget
  readonly plan: RunPlan
  readonly suites: readonly Suite[]
  readonly only: readonly Selector[]
  readonly io: Io
  readonly signal: AbortSignal
}

async function judge({ stage, plan, suites, only, io, signal }: Judging): Promise<Results> {
  const { target, config, issuer, launcher } = stage
  const { concurrency, timeout: timeoutMs } = plan.settings
  const startedAt = new Date()
  const progress = createProgress(io.stderr)
  const session = await openSession({
    origin: target.origin,
    config,
    signal,
    onTiming: progress.measuring,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(issuer && { issuer }),
    ...(launcher && { launcher }),
    ...(target.output && { output: target.output }),
    ...(concurrency !== undefined && { concurrency }),
  })
  try {
    const run = await runSuites(session, suites, { only, onFinding: progress.show })
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

const reportOf = (results: Results, { settings }: RunPlan, { stdout }: Io): string =>
  settings.format === 'json'
    ? json(results)
    : renderText(results, { color: stdout.color, verbose: settings.verbose ?? false })
