import type { JudgeStep } from '../../../model/flow.ts'
import { flowOf, type StepKind } from '../step-kind.ts'

export const judge: StepKind<JudgeStep> = {
  play: async (_, flow) => ({ subject: flowOf(flow), answers: [], values: {} }),
}
