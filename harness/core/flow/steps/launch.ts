import type { Attempt, Observed } from '../../../model/expectation.ts'
import type { SendToStep, StartStep } from '../../../model/launch-steps.ts'
import type { Launched } from '../../../model/run-context.ts'
import { flowOf, type StepKind } from '../step-kind.ts'

export const launch: StepKind<StartStep> = {
  async play({ settings = {} }, { run, cleanUp }) {
    const launched = await run.launch(settings)
    // A target whose port is fixed cannot be started again before this one has ended.
    cleanUp(() => launched.stop())
    return { subject: {}, answers: [], values: { launched } }
  },
}

export const sendTo: StepKind<SendToStep> = {
  async play({ as = 'a launch', launch, attempt = {}, times = 1 }, context) {
    // What a reference to a whole step stands for.
    const { launched } = launch as unknown as { readonly launched: Launched }
    const answers: Observed[] = []
    for (let count = 0; launched.origin && count < times; count++) {
      answers.push(await launched.send(as, attempt as Attempt))
    }
    return { subject: { answers, ...flowOf(context) }, answers, values: {} }
  },
}
