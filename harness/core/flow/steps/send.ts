import type { Attempt } from '../../../model/expectation.ts'
import type { SendStep } from '../../../model/flow.ts'
import type { StepKind } from '../step-kind.ts'
import { resultOf } from './result.ts'

export const send: StepKind<SendStep> = {
  play: async ({ attempt }, context) => resultOf(await context.send(attempt as Attempt), context),
}
