import type { StopStep } from '../../../model/flow.ts'
import type { StepKind } from '../step-kind.ts'

export const stop: StepKind<StopStep> = {
  play: async () => ({ subject: {}, answers: [], values: {}, stops: true }),
}
