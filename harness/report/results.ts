import type { Run } from '../core/engine.ts'
import type { Session } from '../core/session.ts'
import { errorTable } from '../errors.ts'
import type { Finding, Verdict } from '../model/finding.ts'
import type { ReportedFinding, Results, TestedTarget } from '../model/results.ts'
import { notPromised, type System } from '../model/system.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { version } from '../version.ts'
import { groupsOf } from './groups/groups.ts'
import { isLittleProven } from './outcome.ts'

export interface RunFacts {
  readonly run: Run
  readonly session: Session
  readonly config: TargetConfig
  /** Of the mock IdP, when the target trusts it. */
  readonly issuer?: string
  readonly system?: System
  readonly startedAt: Date
  readonly rerun: string
}

export function assembleResults({ run, session, config, issuer, system, startedAt, rerun }: RunFacts): Results {
  const count = (verdict: Verdict) => run.findings.filter((finding) => finding.verdict === verdict).length
  return {
    schemaVersion: 1,
    tool: { name: 'auth-conformance', version },
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    requests: session.requests,
    target: describeTarget(config, issuer),
    rerun,
    ...(run.stop && { stop: run.stop }),
    interrupted: run.interrupted,
    summary: {
      pass: count('pass'),
      fail: count('fail'),
      warn: count('warn'),
      skip: count('skip'),
      inconclusive: count('inconclusive'),
      error: count('error'),
      executed: run.executed,
      vectors: run.findings.flatMap(({ vectors }) => vectors).filter(({ verdict }) => verdict !== 'skip').length,
    },
    ...(system && { system: { id: system.id, about: system.about } }),
    groups: groupsOf(run.findings),
    findings: run.findings.map((finding) => reported(finding, system)),
  }
}

function reported(finding: Finding, system: System | undefined): ReportedFinding {
  if (system && finding.check.startsWith(`${system.id}/`)) return { ...finding, opinion: 'documented' }
  const reason = notPromised(system, finding.check)
  return { ...finding, opinion: 'spec', ...(reason !== undefined && { notPromised: reason }) }
}

/** The target as a report names it. */
export const describeTarget = (
  { target, method, channel, credential }: TargetConfig,
  issuer?: string,
): TestedTarget => ({
  url: target,
  method,
  channel: `${channel.field}: ${channel.scheme}`.trim(),
  credential:
    credential.kind === 'static'
      ? credential.source
      : `JWT of ${issuer} ${credential.audience === undefined ? 'without an audience' : `for audience ${credential.audience}`}`,
})

/**
 * The exit code that the results lead to; with `strict`, warnings, what was inconclusive, what no document promised and a
 * run that proved little fail, too.
 */
export function exitCode(results: Results, { strict = false } = {}): number {
  const { summary, stop, interrupted, findings } = results
  if (interrupted) return errorTable.INTERRUPTED.exit
  if (summary.error > 0) return errorTable.INTERNAL.exit
  if (stop) return errorTable[stop.code].exit
  if (summary.executed === 0) return errorTable.NOTHING_SELECTED.exit
  if (strict) return summary.fail + summary.warn + summary.inconclusive > 0 || isLittleProven(results) ? 1 : 0
  return findings.some(({ verdict, notPromised }) => verdict === 'fail' && notPromised === undefined) ? 1 : 0
}
