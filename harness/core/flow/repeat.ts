import { isHeldUp } from '../../expect/guessing.ts'
import type { InFlow, Repeat } from '../../model/flow.ts'
import { flowOf, type StepResult } from './step-kind.ts'

/** One play of a repeated step; `each` is its value, or its count from 0. */
type PlayOnce = (each: unknown) => Promise<StepResult | undefined>

export const atOnce = (times: number, play: PlayOnce): Promise<readonly (StepResult | undefined)[]> =>
  Promise.all(Array.from({ length: times }, (_, count) => play(count)))

/** One after the other, until a play was left out or stopped, or as the repetition says. */
export async function inTurn(
  values: readonly unknown[],
  { within, until }: Pick<Repeat, 'within' | 'until'>,
  play: PlayOnce,
  isUnmet: (result: StepResult) => boolean,
): Promise<readonly (StepResult | undefined)[]> {
  const results: StepResult[] = []
  const start = Date.now()
  for (const each of values) {
    if (within !== undefined && Date.now() - start >= within) break
    const one = await play(each)
    if (!one) continue
    results.push(one)
    if (one.stops || isUnmet(one) || (until === 'throttled' && one.answers.some(isHeldUp))) break
  }
  return results
}

/** The result of all plays as one: their answers in order, and of each field the list of what they gave. */
export function merged(results: readonly (StepResult | undefined)[], flow: InFlow): StepResult {
  const all = results.filter((one) => one !== undefined)
  const answers = all.flatMap((one) => one.answers)
  const fields = new Set(all.flatMap(({ values }) => Object.keys(values)))
  const valuesOf = (field: string) => {
    const given = all.flatMap(({ values }) => (values[field] === undefined ? [] : [values[field]]))
    return given.length === 0 ? undefined : given
  }
  return {
    subject: { answers, ...flowOf(flow) },
    answers,
    values: Object.fromEntries([...fields].map((field) => [field, valuesOf(field)])),
    ...(all.some(({ stops }) => stops) && { stops: true as const }),
  }
}
