import type { ClearStep, FaultStep } from '../../../model/steps/issuer.ts'
import type { StepContext, StepKind, StepResult } from '../step-kind.ts'

/** Of a `huge-body`: bytes of each piece. */
const piece = 64 * 1024
/** Longer than the time that it must exceed, so that a busy machine does not matter. Milliseconds. */
const margin = 500

/** Makes the issuer fail until the flow is over. */
export async function addFault(recipe: FaultStep['fault'], { run, cleanUp }: StepContext): Promise<StepResult> {
  const { id } = await run.control.faults.add({ endpoint: 'jwks', ...recipe })
  cleanUp(() => run.control.faults.clear(id))
  return { subject: {}, answers: [], values: { id } }
}

export const fault: StepKind<FaultStep> = {
  play({ fault: recipe, longerThan }, context) {
    const { ms } = recipe
    const bytes =
      longerThan === undefined || ms === undefined ? undefined : Math.ceil((Number(longerThan) + margin) / ms) * piece
    return addFault({ ...recipe, ...(bytes !== undefined && { bytes }) }, context)
  },
}

export const clear: StepKind<ClearStep> = {
  async play({ fault }, { run }) {
    await run.control.faults.clear(fault)
    return { subject: {}, answers: [], values: {} }
  },
}
