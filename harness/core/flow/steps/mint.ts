import type { MintStep } from '../../../model/issuer-steps.ts'
import type { StepKind } from '../step-kind.ts'

export const mint: StepKind<MintStep> = {
  play: async ({ recipe }, { run }) => ({ subject: {}, answers: [], values: { token: await run.mint(recipe) } }),
}
