import type { WaitStep } from '../../../model/flow.ts'
import type { StepKind } from '../step-kind.ts'

export const wait: StepKind<WaitStep> = {
  async play({ ms, plus = 0, atMost = Number.POSITIVE_INFINITY }, { run }) {
    const nothing = { subject: {}, answers: [], values: {} }
    const asked = Number(ms)
    if (asked > atMost) return { ...nothing, stops: true }
    const pause = Math.max(0, asked) + plus
    if (pause > 0) await run.pause(pause)
    return nothing
  },
}
