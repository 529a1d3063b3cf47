import type { Check, CheckInput, FlowCheck, ReviewCheck, RunCheck, VectorCheck } from '../model/check.ts'
import type { Finding } from '../model/finding.ts'
import { comparisonProgram } from '../timing/comparison/play.ts'
import { review } from './checks/review.ts'
import { withRunContext } from './checks/run-context.ts'
import { tryVectors } from './checks/try-vectors.ts'
import { playFlows } from './flow/play.ts'
import { findingsOf, findingWithout, isMet, isSkipped, type Judged } from './judge.ts'
import { skipReason } from './select.ts'
import type { Session } from './session.ts'

const isRun = (check: Check): check is RunCheck => 'run' in check
const isFlow = (check: Check): check is FlowCheck => 'flows' in check
export const isReview = (check: Check): check is ReviewCheck => 'appliesTo' in check

type SendingCheck = VectorCheck | FlowCheck | RunCheck

/** Runs one check against the target of a session, or only one of its vectors. Rejects only when aborted. */
export async function runCheck(session: Session, given: Check, only?: string): Promise<readonly Finding[]> {
  const check = 'compare' in given ? comparisonProgram(given) : given
  const reason = skipReason(check, session.config)
  if (reason) return [findingWithout(check, 'skip', reason)]
  try {
    if (isReview(check)) return review(session, check, only)
    const input = await session.checkInput()
    return await withControls(session, check, input, () => collect(session, check, input, only))
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error
    return [findingWithout(check, 'error', error instanceof Error ? error.message : String(error))]
  }
}

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

/** Why nothing was tried: the reasons of the vectors, each once. */
function reasonsToSkip(judged: readonly Judged[]): string {
  const reasons = judged.flatMap(({ judgements }) => judgements.flatMap((one) => ('reason' in one ? [one.reason] : [])))
  return [...new Set(reasons)].join('; ') || 'nothing of it fits this target'
}

/** Sends a valid request before and after the attempts of a check, and repeats the check where something is not met. */
async function withControls(
  session: Session,
  check: SendingCheck,
  input: CheckInput,
  collect: () => Promise<readonly Judged[] | string>,
): Promise<readonly Finding[]> {
  // One token serves a check and the requests around it, because signing takes longer than sending.
  const began = Date.now()
  const before = await session.sendValid(`control before ${check.id}`, input)
  if (!before.accepted) {
    return [findingWithout(check, 'inconclusive', 'the valid request before it was not accepted')]
  }
  const judged = await collect()
  if (typeof judged === 'string') return [findingWithout(check, 'skip', judged)]
  if (judged.every(isSkipped)) return [findingWithout(check, 'skip', reasonsToSkip(judged))]
  const repeatsItself = isRun(check) && check.repeatsItself === true
  const repeated = repeatsItself || judged.every(isMet) ? [] : await collect()
  const repetitions = typeof repeated === 'string' ? [] : repeated
  const isTokenCurrent = 'vectors' in check && Date.now() - began < longestReuseMs
  const { accepted: controlsAccepted } = await session.sendValid(
    `control after ${check.id}`,
    isTokenCurrent ? input : undefined,
  )
  return findingsOf(check, judged, ({ vector }) => ({
    controlsAccepted,
    repetition: repetitions.find((other) => other.vector === vector),
  }))
}
