import type { Attempt, Observed } from '../../../model/expectation.ts'
import type { Launched } from '../../../model/run-context.ts'
import type { LaunchInFlow, SendToStep, StartStep } from '../../../model/steps/launch.ts'
import { MissingValue } from '../references.ts'
import { flowOf, type StepKind } from '../step-kind.ts'

export const launch: StepKind<StartStep> = {
  async play({ variable, value }, context) {
    const launched = await context.run.launch(variable === undefined ? {} : { [variable]: value })
    // A target whose port is fixed cannot be started again before this one has ended.
    context.cleanUp(() => launched.stop())
    const subject: LaunchInFlow = { ...launched, ...flowOf(context) }
    return { subject, answers: [], values: { launched, origin: launched.origin } }
  },
}

export const sendTo: StepKind<SendToStep> = {
  async play({ launch, attempt = {}, attempts, times = 1 }, context) {
    // What a reference to a whole step stands for.
    const { launched } = launch as unknown as { readonly launched?: Launched }
    if (!launched) throw new MissingValue('the target was not started')
    const send = (one: unknown) => launched.send(context.vector, one as Attempt)
    const answers: Observed[] = []
    if (launched.origin && attempts) answers.push(...(await Promise.all(attempts.map(send))))
    for (let count = 0; launched.origin && !attempts && count < times; count++) answers.push(await send(attempt))
    return { subject: { answers, ...flowOf(context) }, answers, values: {} }
  },
}
