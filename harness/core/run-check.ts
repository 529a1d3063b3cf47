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
import type { Session } from './session.ts'
import { vectorsOf } from './vectors.ts'

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

/** Runs one check against the target of a session, or only one of its vectors. Rejects only when aborted or cut short. */
export async function runCheck(session: Session, given: Check, how: Trying = {}): Promise<readonly Finding[]> {
  return findingsIn(given, await tryCheck(session, given, how))
}

export const findingsIn = (check: Check, result: Result): readonly Finding[] =>
  result.kind === 'whole' ? result.findings : findingsOf(check, result.outcomes)

interface Trying {
  /** A vector or flow; all when absent. */
  readonly only?: string | undefined
  /** Whether what broke is tried once only. */
  readonly once?: boolean
  /** Whether only the first vector is tried, after which no valid request is sent twice in a row. */
  readonly briefly?: boolean
}

/** As runCheck. Rejects when the time of `session.alone` is over, too. */
export async function tryCheck(session: Session, given: Check, how: Trying = {}): Promise<Result> {
  const { only: selected, once = false, briefly = false } = how
  const check = 'compare' in given ? comparisonProgram(given) : given
  const reason = skipReason(check, session.config)
  if (reason) return whole(check, 'skip', reason)
  try {
    if (isReview(check)) return { kind: 'whole', findings: review(session, check, selected) }
    const input = await session.checkInput()
    const first = briefly && selected === undefined ? await firstOf(check, input) : undefined
    const only = selected ?? first?.name
    const attempts = { input, once, briefly, collect: () => collect(session, check, input, only) }
    const result = await withControls(session, check, attempts)
    return first && first.of > 1 ? withNote(result, first.of) : result
  } catch (error) {
    const isEnded = error instanceof Error && ['AbortError', 'CutShort', 'TimeIsOver'].includes(error.name)
    if (isEnded) throw error
    return whole(check, 'error', error instanceof Error ? error.message : String(error))
  }
}

/** The first vector, or flow, and how many there are; undefined where all are judged together. */
async function firstOf(check: SendingCheck, input: CheckInput): Promise<{ name: string; of: number } | undefined> {
  if (isRun(check) || ('vectors' in check && check.expectAll)) return undefined
  const names = Object.keys(isFlow(check) ? check.flows : await vectorsOf(check, input))
  const [name] = names
  return name === undefined ? undefined : { name, of: names.length }
}

function withNote(result: Result, of: number): Result {
  if (result.kind === 'whole') return result
  const note = `one of ${of} vectors, because the target limits requests`
  const outcomes = result.outcomes.map((outcome) => ({ ...outcome, notes: [...(outcome.notes ?? []), note] }))
  return { ...result, outcomes }
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

/** Whether the last answer shows already that the credential is accepted. */
const isAcceptedControl = (last: Observed | undefined, { config }: CheckInput): boolean =>
  config.credential.kind === 'static' && last?.role === 'control' && last.accepted

/** A token is used again for so long. After that it may expire soon; other checks may have changed the issuer's keys. */
const longestReuseMs = 30_000

interface Attempts {
  readonly input: CheckInput
  readonly once: boolean
  readonly briefly: boolean
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
  { input, once, briefly, collect }: Attempts,
): Promise<Result> {
  // One token serves a check and the requests around it, because signing takes longer than sending.
  const began = Date.now()
  const isKnown = briefly && isAcceptedControl(session.observed.at(-1), input)
  const before = isKnown ? undefined : await session.sendValid(`control before ${check.id}`, input)
  if (before && !before.accepted) {
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
