import type { CheckInput, VectorCheck } from '../../model/check.ts'
import { type Judged, judge } from '../judge.ts'
import type { Session } from '../session.ts'
import { vectorsOf } from '../vectors.ts'

/** Sends the vectors of a check side by side, or only one of them, and judges what came back. */
export async function tryVectors(
  session: Session,
  check: VectorCheck,
  input: CheckInput,
  only: string | undefined,
): Promise<readonly Judged[]> {
  const vectors = await vectorsOf(check, input)
  const chosen = Object.entries(vectors).filter(([name]) => only === undefined || check.expectAll || name === only)
  const { send } = session.forCheck(check, input)
  const answers = await Promise.all(
    chosen.map(async ([name, attempt]) => ({ name, attempt, observed: await send(name, attempt) })),
  )
  const each = answers.map(({ name, attempt, observed }) =>
    judge(name, observed, attempt.expect ?? check.expect, [observed]),
  )
  if (!check.expectAll) return each
  const byName = Object.fromEntries(answers.map(({ name, observed }) => [name, observed]))
  return [...each, judge('all answers', byName, check.expectAll, Object.values(byName))]
}
