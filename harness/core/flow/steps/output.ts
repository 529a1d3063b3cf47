import type { ReadOutputStep, WatchOutputStep } from '../../../model/steps/launch.ts'
import type { Output } from '../../../model/target.ts'
import { flowOf, type StepKind } from '../step-kind.ts'

/** Milliseconds that output may take to reach us after an answer. */
const settleMs = 300

type Watched = ReturnType<Output['fromNow']>

export const watchOutput: StepKind<WatchOutputStep> = {
  async play(_, { run }) {
    await run.pause(settleMs)
    return { subject: {}, answers: [], values: { watched: run.output.fromNow() } }
  },
}

export const output: StepKind<ReadOutputStep> = {
  async play({ since }, context) {
    // What a reference to a whole step stands for.
    const { watched } = since as unknown as { readonly watched: Watched }
    return { subject: { wrote: watched.wrote, ...flowOf(context) }, answers: [], values: {} }
  },
}
