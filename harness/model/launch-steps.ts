import type { Attempt, Observed } from './expectation.ts'
import type { FlowValues, StepHead } from './steps.ts'
import type { Env } from './target.ts'

/** Steps at a target that is started again. Types only. */

export type LaunchStep = StartStep | SendToStep

/** Starts the target once more until the flow is over, with other settings. */
export interface StartStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'launch'
  readonly settings?: Env
}

/** Answers of a launch; none when it did not start. */
export interface LaunchAnswers extends FlowValues {
  readonly answers: readonly Observed[]
}

/** Sends a request to a launch, one after the other. */
export interface SendToStep extends StepHead<LaunchAnswers> {
  readonly do: 'send-to'
  /** A reference to the step that started it. */
  readonly launch: string
  /** Default: the valid request. */
  readonly attempt?: Omit<Attempt, 'expect'>
  /** Default: 1. */
  readonly times?: number
}
