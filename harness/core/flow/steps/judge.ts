import type { JudgeStep } from '../../../model/flow.ts'
import type { StepKind } from '../step-kind.ts'

export const judge: StepKind<JudgeStep> = {
  play: async (_, { value }) => ({ subject: { value }, answers: [], values: {} }),
}
