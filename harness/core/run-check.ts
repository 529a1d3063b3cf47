import type { Check, CheckInput, FlowCheck, ReviewCheck, RunCheck, VectorCheck } from '../model/check.ts'
import type { Observed } from '../model/expectation.ts'
import type { Finding } from '../model/finding.ts'
import { comparisonProgram } from '../timing/comparison/play.ts'
import { review } from './checks/review.ts'
import { withRunContext } from './checks/run-context.ts'
import { tryVectors } from './checks/try-vectors.ts'
import { playFlows } from './flow/play.ts'
import {
  acceptsWrongly,
  findingsOf,
  findingWithout,
  isMet,
  isSkipped,
  type Judged,
  type Outcome,
  outcomeOf,
} from './judge.ts'
import { skipReason } from './select.ts'
import { TimeIsOver } from './session/sender.ts'
import type { Session } from './session.ts'

const isRun = (check: Check): check is RunCheck => 'run' in check
const isFlow = (check: Check): check is FlowCheck => 'flows' in check
export const isReview = (check: Check): check is ReviewCheck => 'appliesTo' in check

type SendingCheck = VectorCheck | FlowCheck | RunCheck

/** What came of a check: the outcome of each vector, or findings on the whole. */
export type Result =
  | { readonly kind: 'vectors'; readonly outcomes: readonly Outcome[] }
  | {
      readonly kind: 'whole'
      readonly findings: readonly Finding[]
      /** The valid request before it, which was not accepted. */
      readonly rejected?: Observed
    }

/** Runs one check against the target of a session, or only one of its vectors. Rejects only when aborted. */
export async function runCheck(session: Session, given: Check, only?: string): Promise<readonly Finding[]> {
  return findingsIn(given, await tryCheck(session, given, { only }))
}

export const findingsIn = (check: Check, result: Result): readonly Finding[] =>
  result.kind === 'whole' ? result.findings : findingsOf(check, result.outcomes)

interface Trying {
  /** A vector or flow; all when absent. */
  readonly only?: string | undefined
  /** Whether what broke is tried once only. */
  readonly once?: boolean
}

/** As runCheck. Rejects when the time of `session.alone` is over, too. */
export async function tryCheck(session: Session, given: Check, { only, once = false }: Trying = {}): Promise<Result> {
  const check = 'compare' in given ? comparisonProgram(given) : given
  const reason = skipReason(check, session.config)
  if (reason) return whole(check, 'skip', reason)
  try {
    if (isReview(check)) return { kind: 'whole', findings: review(session, check, only) }
    const input = await session.checkInput()
    return await withControls(session, check, { input, once, collect: () => collect(session, check, input, only) })
  } catch (error) {
    if (error instanceof Error && (error.name === 'AbortError' || error instanceof TimeIsOver)) throw error
    return whole(check, 'error', error instanceof Error ? error.message : String(error))
  }
}

const whole = (check: Check, verdict: 'skip' | 'inconclusive' | 'error', reason: string): Result => ({
  kind: 'whole',
  findings: [findingWithout(check, verdict, reason)],
})

/** Sends the requests of the check and judges the answers. Resolves to the reason where no part of it applies to the target. */
function collect(
  session: Session,
  check: SendingCheck,
  input: CheckInput,
  only: string | undefined,
): Promise<readonly Judged[] | string> {
  if (isRun(check)) return withRunContext(session, check, input, (context) => check.run(context))
  if (isFlow(check)) return withRunContext(session, check, input, (context) => playFlows(check, context, only))
  return tryVectors(session, check, input, only)
}

/** A token is used again for so long. After that it may expire soon; other checks may have changed the issuer's keys. */
const longestReuseMs = 30_000

interface Attempts {
  readonly input: CheckInput
  readonly once: boolean
  collect(): Promise<readonly Judged[] | string>
}

/** Why nothing was tried: the reasons of the vectors, each once. */
function reasonsToSkip(judged: readonly Judged[]): string {
  const reasons = judged.flatMap(({ judgements }) => judgements.flatMap((one) => ('reason' in one ? [one.reason] : [])))
  return [...new Set(reasons)].join('; ') || 'nothing of it fits this target'
}

/** Sends a valid request before and after the attempts of a check, and repeats the check where something is not met. */
async function withControls(
  session: Session,
  check: SendingCheck,
  { input, once, collect }: Attempts,
): Promise<Result> {
  // One token serves a check and the requests around it, because signing takes longer than sending.
  const began = Date.now()
  const before = await session.sendValid(`control before ${check.id}`, input)
  if (!before.accepted) {
    const reason = session.reasonInvalid(input) ?? 'the valid request before it was not accepted'
    return { kind: 'whole', findings: [findingWithout(check, 'inconclusive', reason)], rejected: before }
  }
  const judged = await collect()
  if (typeof judged === 'string') return whole(check, 'skip', judged)
  if (judged.every(isSkipped)) return whole(check, 'skip', reasonsToSkip(judged))
  const repeatsItself = isRun(check) && check.repeatsItself === true
  const repetitions = once || repeatsItself ? [] : await repeat(judged, collect)
  const isTokenCurrent = 'vectors' in check && Date.now() - began < longestReuseMs
  const control = await session.sendValid(`control after ${check.id}`, isTokenCurrent ? input : undefined)
  const outcomes = judged.map((one) =>
    outcomeOf(check, one, { control, repetitions: repetitions.flatMap((other) => sameVector(judged, one, other)) }),
  )
  return { kind: 'vectors', outcomes }
}

/** Repeats what broke: once more, and a third time where an invalid credential was accepted in one of two. */
async function repeat(
  judged: readonly Judged[],
  collect: Attempts['collect'],
): Promise<readonly (readonly Judged[])[]> {
  const list = async () => {
    const collected = await collect()
    return typeof collected === 'string' ? [] : collected
  }
  if (judged.every(isMet)) return []
  const again = await list()
  const differs = judged.some((one) =>
    sameVector(judged, one, again).some((other) => acceptsWrongly(other) !== acceptsWrongly(one)),
  )
  return differs ? [again, await list()] : [again]
}

/** The judgement of the same vector in another list, if any: a flow may judge a vector several times. */
export function sameVector<V extends { readonly vector: string }>(
  list: readonly V[],
  one: V,
  others: readonly V[],
): readonly V[] {
  const named = (all: readonly V[]) => all.filter(({ vector }) => vector === one.vector)
  const found = named(others)[named(list).indexOf(one)]
  return found ? [found] : []
}
