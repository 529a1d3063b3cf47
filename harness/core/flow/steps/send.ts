import { forgeToken } from '../../../forge/forgery.ts'
import type { Attempt } from '../../../model/expectation.ts'
import type { SendStep } from '../../../model/flow.ts'
import type { StepKind } from '../step-kind.ts'
import { resultOf } from './result.ts'

export const send: StepKind<SendStep> = {
  async play(step, context) {
    const { forge, ...attempt } = step.attempt as Attempt
    const token = forge && { token: await forgeToken(forge, context.run) }
    return resultOf(await context.send({ ...attempt, ...token }), context)
  },
}
