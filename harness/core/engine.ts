import pLimit from 'p-limit'
import type { Check, Suite } from '../model/check.ts'
import type { Finding } from '../model/finding.ts'
import type { GateStop } from '../model/results.ts'
import { passGate } from './gate.ts'
import { findingWithout } from './judge.ts'
import { type Disturbed, isDisturbed, repeatAlone } from './repeat-alone.ts'
import { findingsIn, isReview, type Result, tryCheck } from './run-check.ts'
import { skipReason } from './select.ts'
import { type Selector, selects, vectorFor } from './selector.ts'
import type { Session } from './session.ts'

export interface Run {
  readonly findings: readonly Finding[]
  readonly stop?: GateStop
  /** Whether the signal ended it before all checks were run. */
  readonly interrupted: boolean
  /** Selected checks that sent or judged something. When it is 0, nothing was tested. */
  readonly executed: number
}

export interface RunOptions {
  /** Ids, suites or vectors to run; all when empty. The gate always runs first. */
  readonly only?: readonly Selector[]
  readonly onFinding?: (finding: Finding) => void
}

/** Vector checks at once. With more, the requests of the other checks would wait behind theirs. */
const maxVectorChecks = 8

/** The suite whose checks run first; when its controls fail, no other check is run. */
const gateSuite = 'gate'

interface Entry {
  readonly check: Check
  readonly isGate: boolean
}

/**
 * Runs every check of the suites against the session's target: the gate first, then all that send, side by side; those
 * that other requests may have disturbed once more, alone; then the exclusive ones, one by one; and last the reviews of all answers. Findings come back in the order of the suites.
 */
export async function runSuites(session: Session, suites: readonly Suite[], options: RunOptions = {}): Promise<Run> {
  const { only = [], onFinding } = options
  const isSelected = ({ id }: Check) => only.length === 0 || only.some((selector) => selects(selector, id))
  const entries = suites.flatMap(({ id, checks }) =>
    checks.map((check): Entry => ({ check, isGate: id === gateSuite })),
  )
  const chosen = entries.filter(({ check, isGate }) => isGate || isSelected(check))
  const found = new Map<Check, readonly Finding[]>()
  const settle = (check: Check, findings: readonly Finding[]) => {
    found.set(check, findings)
    for (const finding of findings) onFinding?.(finding)
  }
  let interrupted = false
  const unlessAborted = async (action: () => Promise<void>) => {
    try {
      await action()
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'AbortError') throw error
      interrupted = true
    }
  }
  const limitVectorChecks = pLimit(maxVectorChecks)
  const disturbed: Disturbed[] = []
  const settleResult = (check: Check, result: Result) => settle(check, findingsIn(check, result))
  const run = (check: Check) =>
    unlessAborted(async () => {
      const vector = vectorFor(check, only)
      const result = await tryCheck(session, check, { only: vector })
      const isRepeated = !check.exclusive && session.concurrency > 1 && isDisturbed(result)
      if (!isRepeated) return settleResult(check, result)
      disturbed.push({ check, only: vector, result })
      found.set(check, findingsIn(check, result))
    })
  const runAll = (filter: (entry: Entry) => boolean) =>
    Promise.all(
      chosen.filter(filter).map(({ check }) => ('vectors' in check ? limitVectorChecks(() => run(check)) : run(check))),
    )

  let stop: GateStop | undefined
  await unlessAborted(async () => {
    stop = await passGate(session)
  })
  if (!interrupted) {
    // Where nothing answers, each further request would take its whole time limit.
    const silent = stop?.code === 'TARGET_UNREACHABLE'
    if (!silent) await runAll(({ check, isGate }) => isGate && !isReview(check))
    if (stop) {
      for (const { check, isGate } of chosen) {
        if (silent || (!isGate && !isReview(check))) settle(check, [notRun(check, session)])
      }
    } else {
      await runAll(({ check, isGate }) => !isGate && !isReview(check) && !check.exclusive)
    }
    await unlessAborted(() => repeatAlone(session, disturbed, settleResult))
    if (!stop) {
      for (const { check } of chosen.filter(({ check }) => check.exclusive)) await run(check)
    }
    await runAll(({ check, isGate }) => isReview(check) && ((isGate && !silent) || !stop))
  }
  return {
    findings: chosen.flatMap(({ check }) => found.get(check) ?? []),
    executed: chosen.filter(({ check }) => isSelected(check) && wasExecuted(found.get(check))).length,
    interrupted,
    ...(stop && { stop }),
  }
}

function notRun(check: Check, { config }: Session): Finding {
  const skipped = skipReason(check, config)
  return skipped === undefined
    ? findingWithout(check, 'inconclusive', 'not run: the gate failed')
    : findingWithout(check, 'skip', skipped)
}

const wasExecuted = (findings: readonly Finding[] | undefined): boolean =>
  findings?.some(({ verdict }) => verdict !== 'skip') ?? false
