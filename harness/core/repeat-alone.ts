import { describeAnswer } from '../expect/received.ts'
import type { Check } from '../model/check.ts'
import type { Disturbance } from '../model/run-context.ts'
import { type Outcome, worseOutcome } from './judge.ts'
import { type Result, sameVector, tryCheck } from './run-check.ts'
import { TimeIsOver } from './session/sender.ts'
import type { Session } from './session.ts'

/** A check whose result other requests may have caused. */
export interface Disturbed {
  readonly check: Check
  /** The only vector that is asked for. */
  readonly only: string | undefined
  readonly result: Result
}

/** Checks that are repeated. */
const mostRepeated = 100
/** Milliseconds for all repetitions; they may end as much later as one request takes. */
const longestMs = 30_000

/** Valid requests that are sent first, in turn. */
const controls = 20

/** Whether other requests at the same time may have caused the result. */
export const isDisturbed = (result: Result): boolean =>
  result.kind === 'whole' ? result.rejected !== undefined : result.outcomes.some(({ disturbed }) => disturbed)

const timedOut = (outcome: Outcome): boolean =>
  outcome.disturbed && outcome.evidence.some(({ exchange }) => exchange.failure?.kind === 'timeout')

const firstTimedOut = ({ result }: Disturbed): Outcome | undefined =>
  result.kind === 'vectors' ? result.outcomes.find(timedOut) : undefined

/**
 * Repeats checks one after the other, with one request at a time, and settles each with what then came. A result that was
 * different before is added to `session.disturbances`. Checks for which the time does not suffice keep their results; so do
 * all where the target does not accept valid requests in turn, because it fails without any others.
 */
export async function repeatAlone(
  session: Session,
  checks: readonly Disturbed[],
  settle: (check: Check, result: Result) => void,
): Promise<void> {
  if (checks.length === 0) return
  const rejected = session.observed.filter(({ role, accepted }) => role === 'control' && !accepted)
  const isSteady = await acceptsInTurn(session)
  // Those with a timeout take longest, so the others come first.
  const inOrder = [...checks].sort(
    (left, right) => Number(firstTimedOut(left) !== undefined) - Number(firstTimedOut(right) !== undefined),
  )
  const endsAt = Date.now() + longestMs
  for (const [index, one] of inOrder.entries()) {
    const forMs = endsAt - Date.now()
    const again = isSteady && index < mostRepeated && forMs > 0 ? await resultAlone(session, one, forMs) : undefined
    settle(one.check, again ? compared(session, one, again) : one.result)
  }
  if (session.disturbances.length > 0) for (const control of rejected) session.disturbedControls.add(control)
}

async function acceptsInTurn(session: Session): Promise<boolean> {
  for (let sent = 0; sent < controls; sent++) {
    const { accepted } = await session.sendValid('control before repetitions')
    if (!accepted) return false
  }
  return true
}

/** Undefined where the result stands: it timed out alone, too, or the time is over. */
async function resultAlone(session: Session, one: Disturbed, forMs: number): Promise<Result | undefined> {
  const { check, only } = one
  const slow = firstTimedOut(one)
  try {
    return await session.alone(async () => {
      // One is enough: each repetition of a timeout takes the whole time limit of a request.
      if (slow && isDisturbed(await tryCheck(session, check, { only: slow.vector, once: true }))) return undefined
      return tryCheck(session, check, { only })
    }, forMs)
  } catch (error) {
    if (error instanceof TimeIsOver) return undefined
    throw error
  }
}

/** The result of the repetition, with what other requests cannot have caused the first time. */
function compared({ disturbances }: Session, { check, result: first }: Disturbed, again: Result): Result {
  if (again.kind === 'whole') return first
  if (first.kind === 'whole') {
    if (first.rejected) {
      disturbances.push({
        ...{ check: check.id, vector: 'the valid request before it' },
        ...{ received: describeAnswer(first.rejected), evidence: [first.rejected] },
      })
    }
    return again
  }
  // What a vector of the check does alone, too, another may have done by chance only among other requests.
  const isLikeAlone = ({ verdict, crashed }: Outcome) =>
    again.outcomes.some((other) => other.disturbed && other.verdict === verdict && other.crashed === crashed)
  const kept = first.outcomes.filter((outcome) => !outcome.disturbed || isLikeAlone(outcome))
  for (const outcome of first.outcomes) {
    const isComparable = sameVector(first.outcomes, outcome, again.outcomes).length > 0
    if (!kept.includes(outcome) && isComparable) disturbances.push(disturbanceOf(check, outcome))
  }
  const merged = again.outcomes.map((outcome) => {
    const [before] = sameVector(again.outcomes, outcome, first.outcomes)
    return before && kept.includes(before) ? worseOutcome(before, outcome) : outcome
  })
  const lost = kept.filter((outcome) => sameVector(first.outcomes, outcome, again.outcomes).length === 0)
  return { kind: 'vectors', outcomes: [...merged, ...lost] }
}

const disturbanceOf = ({ id }: Check, { vector, received = '', evidence }: Outcome): Disturbance => ({
  check: id,
  vector,
  received,
  evidence,
})
