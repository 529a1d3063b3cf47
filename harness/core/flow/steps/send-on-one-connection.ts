import type { Attempt } from '../../../model/expectation.ts'
import type { SendOnOneConnectionStep } from '../../../model/flow.ts'
import { flowOf, type StepKind } from '../step-kind.ts'

export const sendOnOneConnection: StepKind<SendOnOneConnectionStep> = {
  async play({ attempts, how }, context) {
    const answers = await context.run.sendOnOneConnection(context.vector, attempts as readonly Attempt[], how)
    return { subject: { answers, ...flowOf(context) }, answers, values: {} }
  },
}
