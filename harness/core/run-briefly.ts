import type { Check } from '../model/check.ts'
import type { Finding } from '../model/finding.ts'
import { bySeverity, findingWithout } from './judge.ts'
import { runCheck } from './run-check.ts'
import { skipReason } from './select.ts'
import type { LearnedLimit } from './session/pace.ts'
import { CutShort } from './session/throttle.ts'
import type { Session } from './session.ts'
import { briefRequestsOf, type Slowdowns } from './slowdown.ts'

interface Briefly {
  readonly session: Session
  readonly slowdowns: Slowdowns
  readonly vectorFor: (check: Check) => string | undefined
  readonly settle: (check: Check, findings: readonly Finding[]) => void
  readonly leaveOut: (check: Check) => void
}

/**
 * Runs checks one by one, the most severe first. Those that a limit counts send one vector or flow each, as long as the
 * run may take; the others are left out.
 */
export async function runBriefly(checks: readonly Check[], options: Briefly): Promise<void> {
  const { session, slowdowns, vectorFor, settle, leaveOut } = options
  for (const check of checks.toSorted(bySeverity)) {
    // What is skipped sends nothing.
    const limit = skipReason(check, session.config) === undefined ? slowdowns.briefFor(check) : undefined
    const omit = () => {
      leaveOut(check)
      settle(check, [
        findingWithout(
          check,
          'inconclusive',
          'left out, because the target limits requests: a longer --max-duration runs it',
        ),
      ])
    }
    if (limit && !fits(check, limit, session)) {
      omit()
      continue
    }
    try {
      settle(check, await runCheck(session, check, { only: vectorFor(check), briefly: limit !== undefined }))
    } catch (error) {
      if (!(error instanceof CutShort)) throw error
      omit()
    }
  }
}

const manyRequests = (check: Check): boolean =>
  'compare' in check || check.needs.includes('bursts') || check.needs.includes('timing')

function fits(check: Check, limit: LearnedLimit, { throttle, deadline, config }: Session): boolean {
  if (manyRequests(check)) return false
  const { gapMs, pausedUntil } = throttle.paceOf(limit.path ?? new URL(config.target).pathname)
  const pause = Math.max(0, pausedUntil - Date.now())
  return Date.now() + pause + briefRequestsOf(check, limit) * gapMs <= deadline
}
