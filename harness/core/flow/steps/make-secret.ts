import type { MakeSecretStep } from '../../../model/steps/launch.ts'
import { randomText } from '../../../template/random-text.ts'
import type { StepKind } from '../step-kind.ts'

/** Where no minimum is declared. */
const usualMinimum = 32

export const makeSecret: StepKind<MakeSecretStep> = {
  async play({ length }, { run }) {
    const minimum = run.config.features.launch?.minimum
    const characters = length === 'too short' ? (minimum ?? usualMinimum) - 1 : Math.max(Number(length), minimum ?? 0)
    return { subject: {}, answers: [], values: { text: randomText(characters) } }
  },
}
