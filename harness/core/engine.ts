import pLimit from 'p-limit'
import type { Check, Suite } from '../model/check.ts'
import type { CheckId, Finding } from '../model/finding.ts'
import type { GateStop } from '../model/results.ts'
import { passGate } from './gate.ts'
import { findingWithout } from './judge.ts'
import { type Disturbed, isDisturbed, repeatAlone } from './repeat-alone.ts'
import { runBriefly } from './run-briefly.ts'
import { findingsIn, isReview, type Result, tryCheck } from './run-check.ts'
import { skipReason } from './select.ts'
import { type Selector, selects, vectorFor } from './selector.ts'
import { CutShort } from './session/throttle.ts'
import type { Session } from './session.ts'
import { type Slowdown, watchSlowdowns } from './slowdown.ts'

export interface Run {
  readonly findings: readonly Finding[]
  readonly stop?: GateStop
  /** Whether the signal ended it before all checks were run. */
  readonly interrupted: boolean
  /** Selected checks that sent or judged something. When it is 0, nothing was tested. */
  readonly executed: number
  /** Checks that the limit of the target left no time for. */
  readonly leftOut: readonly CheckId[]
}

export interface RunOptions {
  /** Ids, suites or vectors to run; all when empty. The gate always runs first. */
  readonly only?: readonly Selector[]
  readonly onFinding?: (finding: Finding) => void
  /** Called when a limit of the target slows the run down. */
  readonly onSlowdown?: (slowdown: Slowdown) => void
}

/** Vector checks at once. With more, the requests of the other checks would wait behind theirs. */
const maxVectorChecks = 8

/** Checks that log in, at once: logins are often limited, and a check that ends before the limit has its verdict. */
const maxLoginChecks = 2

/** The suite whose checks run first; when its controls fail, no other check is run. */
const gateSuite = 'gate'

interface Entry {
  readonly check: Check
  readonly isGate: boolean
}

/**
 * Runs every check of the suites against the session's target: the gate first, then all that send, side by side; those
 * that other requests may have disturbed once more, alone; then the exclusive ones, one by one; those that a limit cut
 * short, in brief; and last the reviews of all answers. Findings come back in the order of the suites.
 */
export async function runSuites(session: Session, suites: readonly Suite[], options: RunOptions = {}): Promise<Run> {
  const { only = [], onFinding, onSlowdown } = options
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
  const leftOut: CheckId[] = []
  let interrupted = false
  const unlessAborted = async (action: () => Promise<void>) => {
    try {
      await action()
    } catch (error) {
      // It is run again in brief.
      if (error instanceof CutShort) return
      if (!(error instanceof Error) || error.name !== 'AbortError') throw error
      interrupted = true
    }
  }
  const [limitVectorChecks, limitLoginChecks] = [pLimit(maxVectorChecks), pLimit(maxLoginChecks)]
  const limitFor = (check: Check) => {
    if ('vectors' in check) return limitVectorChecks
    return check.needs.includes('login') ? limitLoginChecks : undefined
  }
  const disturbed: Disturbed[] = []
  const settleResult = (check: Check, result: Result) => settle(check, findingsIn(check, result))
  const repeatDisturbed = () => unlessAborted(() => repeatAlone(session, disturbed, settleResult))
  let isCut: (check: Check) => boolean = () => false
  const run = (check: Check) =>
    unlessAborted(async () => {
      if (isCut(check)) return
      const vector = vectorFor(check, only)
      const result = await tryCheck(session, check, { only: vector })
      const isRepeated = !check.exclusive && session.concurrency > 1 && isDisturbed(result)
      if (!isRepeated) return settleResult(check, result)
      disturbed.push({ check, only: vector, result })
      found.set(check, findingsIn(check, result))
    })
  const runAll = (filter: (entry: Entry) => boolean) =>
    Promise.all(chosen.filter(filter).map(({ check }) => limitFor(check)?.(() => run(check)) ?? run(check)))

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
      await repeatDisturbed()
    } else {
      const unsettled = () =>
        chosen.flatMap(({ check, isGate }) => (isGate || isReview(check) || found.has(check) ? [] : [check]))
      const slowdowns = watchSlowdowns(session, { unsettled, onSlowdown })
      isCut = (check) => slowdowns.briefFor(check) !== undefined
      await runAll(({ check, isGate }) => !isGate && !isReview(check) && !check.exclusive)
      await repeatDisturbed()
      for (const { check } of chosen.filter(({ check }) => check.exclusive)) await run(check)
      if (slowdowns.any) {
        const briefly = {
          ...{ session, slowdowns, settle },
          vectorFor: (check: Check) => vectorFor(check, only),
          leaveOut: ({ id }: Check) => leftOut.push(id),
        }
        await unlessAborted(() => runBriefly(unsettled(), briefly))
      }
    }
    isCut = () => false
    await runAll(({ check, isGate }) => isReview(check) && ((isGate && !silent) || !stop))
  }
  return {
    findings: chosen.flatMap(({ check }) => found.get(check) ?? []),
    executed: chosen.filter(({ check }) => isSelected(check) && wasExecuted(found.get(check))).length,
    interrupted,
    leftOut,
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
