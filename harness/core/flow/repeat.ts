import { isThrottled } from '../../expect/received.ts'
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
): Promise<readonly (StepResult | undefined)[]> {
  const results: StepResult[] = []
  const start = Date.now()
  for (const each of values) {
    if (within !== undefined && Date.now() - start >= within) break
    const one = await play(each)
    if (!one) continue
    results.push(one)
    const throttled = one.answers.some(({ exchange: { response } }) => response && isThrottled(response))
    if (one.stops || (until === 'throttled' && throttled)) break
  }
  return results
}

/** The result of all plays as one: their answers in order, and of each field what they gave, each value once. */
export function merged(results: readonly (StepResult | undefined)[], flow: InFlow): StepResult {
  const all = results.filter((one) => one !== undefined)
  const answers = all.flatMap((one) => one.answers)
  const fields = new Set(all.flatMap(({ values }) => Object.keys(values)))
  const valuesOf = (field: string) => {
    const given = new Set(all.flatMap(({ values }) => (values[field] === undefined ? [] : [values[field]])))
    return given.size === 0 ? undefined : [...given]
  }
  return {
    subject: { answers, ...flowOf(flow) },
    answers,
    values: Object.fromEntries([...fields].map((field) => [field, valuesOf(field)])),
    ...(all.some(({ stops }) => stops) && { stops: true as const }),
  }
}
