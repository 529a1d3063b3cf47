import type { MintStep } from '../../../model/steps/issuer.ts'
import type { StepKind } from '../step-kind.ts'

export const mint: StepKind<MintStep> = {
  play: async ({ recipe }, { run }) => ({ subject: {}, answers: [], values: { token: await run.mint(recipe) } }),
}
