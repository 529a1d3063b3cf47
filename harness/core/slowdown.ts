import type { Check } from '../model/check.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { skipReason } from './select.ts'
import type { LearnedLimit } from './session/pace.ts'
import type { Session } from './session.ts'

/** What a limit means for the checks that are left. */
export interface Slowdown {
  readonly limit: LearnedLimit
  /** About so many requests are left. */
  readonly requests: number
  /** Milliseconds that they take, about. */
  readonly ms: number
  /** Whether that is longer than the run may take, so that each check sends little, the most severe first. */
  readonly brief: boolean
}

export interface Slowdowns {
  /** The lowest limit that applies to a check, where the run cannot keep to it with all requests. */
  briefFor(check: Check): LearnedLimit | undefined
  readonly any: boolean
}

/** Requests of a list in vectors, of a program, and of both in brief: a guess. */
const perList = 4
const perProgram = 12
const controls = 2

/** About how many requests a check sends: to the whole target, or only to the path of a limit. */
function requestsOf(check: Check, { path }: LearnedLimit): number {
  if ('flows' in check) {
    const flows = Object.values(check.flows)
    if (path !== undefined) return flows.length + 1
    return controls + flows.reduce((sum, steps) => sum + steps.length, check.before?.length ?? 0)
  }
  if ('run' in check) return path === undefined ? controls + perProgram : perProgram / 4
  if (!('vectors' in check)) return 0
  if (typeof check.vectors === 'function') return controls + perProgram
  const vectors = Object.values(check.vectors).map(({ forEach }) => (forEach === undefined ? 1 : perList))
  return controls + vectors.reduce((sum, count) => sum + count, 0)
}

/** The same for one vector, or one flow. */
export function briefRequestsOf(check: Check, { path }: LearnedLimit): number {
  if (!('flows' in check)) return 'vectors' in check && check.expectAll === undefined ? controls : perProgram
  const [first = []] = Object.values(check.flows)
  return path === undefined ? controls + first.length + (check.before?.length ?? 0) : 2
}

/** Whether a check sends requests that a limit counts. */
function isCounted({ needs }: Check, { path }: LearnedLimit, { features }: TargetConfig): boolean {
  if (path === undefined) return true
  const { login, op } = features
  if (login && [login.path, login.refresh, login.logout].includes(path)) return needs.includes('login')
  return op !== undefined && needs.includes('op')
}

interface SlowdownOptions {
  /** Checks that have no result yet. */
  readonly unsettled: () => readonly Check[]
  readonly onSlowdown: ((slowdown: Slowdown) => void) | undefined
}

/** Slower by this much, it is told again. */
const tellAgain = 1.3
/** Milliseconds that are not worth a message. */
const shortMs = 5000

/**
 * Watches the limits that the session learns. Where the checks that are left would take longer than the run may, their
 * waiting requests are cut short, so that they can be run again in brief.
 */
export function watchSlowdowns(
  session: Pick<Session, 'config' | 'throttle' | 'deadline'>,
  { unsettled, onSlowdown }: SlowdownOptions,
): Slowdowns {
  const brief = new Map<string | undefined, LearnedLimit>()
  const told = new Map<string | undefined, number>()
  session.throttle.onLimit((limit) => {
    const { path, gapMs, pausedUntil } = limit
    const left = unsettled().filter(
      (check) => skipReason(check, session.config) === undefined && isCounted(check, limit, session.config),
    )
    const requests = left.reduce((sum, check) => sum + requestsOf(check, limit), 0)
    const ms = requests * gapMs + Math.max(0, pausedUntil - Date.now())
    const isLonger = left.length > 0 && Date.now() + ms > session.deadline
    const isNew = gapMs > (told.get(path) ?? 0) * tellAgain
    if (left.length > 0 && ms > shortMs && isNew && !brief.has(path)) {
      told.set(path, gapMs)
      onSlowdown?.({ limit, requests, ms, brief: isLonger })
    }
    const isFirst = !brief.has(path)
    if (isLonger || !isFirst) brief.set(path, limit)
    if (isLonger && isFirst) session.throttle.cutShort(path)
  })
  return {
    get any() {
      return brief.size > 0
    },
    briefFor: (check) =>
      [...brief.values()]
        .filter((limit) => isCounted(check, limit, session.config))
        .toSorted((left, right) => right.gapMs - left.gapMs)[0],
  }
}
