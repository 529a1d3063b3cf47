import type { FlowValues, StepHead } from './steps.ts'
import type { Output } from './target.ts'

/** Steps that read what a target that we started writes. Types only. */

export type OutputStep = WatchOutputStep | ReadOutputStep

/** Waits until output about earlier requests has arrived, and remembers the place. */
export interface WatchOutputStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'watch-output'
}

export type OutputInFlow = Pick<Output, 'wrote'> & FlowValues

/** Judges what was written since a `watch-output` step. */
export interface ReadOutputStep extends StepHead<OutputInFlow> {
  readonly do: 'output'
  /** A reference to that step. */
  readonly since: string
}
