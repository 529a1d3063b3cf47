import type { Observed } from '../../../model/expectation.ts'
import type { SendTokensStep } from '../../../model/steps/issuer.ts'
import { attemptsOf } from '../signing-key.ts'
import { flowOf, type StepKind } from '../step-kind.ts'

export const sendTokens: StepKind<SendTokensStep> = {
  async play(step, context) {
    const { run, send } = context
    const { keys = [step.key], rounds = 1, parallel = 1 } = step
    const attempt = attemptsOf(step, run)
    const answers: Observed[] = []
    for (let round = 0; round < rounds; round++) {
      for (const key of keys) {
        const sent = Array.from({ length: parallel }, async () => send(await attempt(key)))
        answers.push(...(await Promise.all(sent)))
      }
    }
    const slowestMs = Math.max(...answers.map(({ exchange }) => exchange.durationMs))
    return { subject: { answers, ...flowOf(context) }, answers: examplesOf(answers), values: { slowestMs } }
  },
}

/** The first answer that accepts, and the slowest that does not; when all accept, the slowest of them. */
function examplesOf(answers: readonly Observed[]): readonly Observed[] {
  const slowest = answers.toSorted((one, other) => other.exchange.durationMs - one.exchange.durationMs)
  const other = slowest.find(({ accepted }) => !accepted) ?? slowest[0]
  return [...new Set([answers.find(({ accepted }) => accepted), other])].filter((answer) => answer !== undefined)
}
