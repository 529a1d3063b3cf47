import type { Attempt, Expectation, Observed } from '../../model/expectation.ts'
import type { InFlow } from '../../model/flow.ts'
import type { RunContext } from '../../model/run-context.ts'

/** What the handler of a step may do. */
export interface StepContext extends InFlow {
  /** Everything that a check may do, for steps that need more than a request. */
  readonly run: RunContext
  /** Under which it is judged, and its requests are recorded. */
  readonly vector: string
  /** Sends under the vector of the step. */
  send(attempt: Attempt): Promise<Observed>
  /** Called when the flow is over, however it ends: the last one first. */
  cleanUp(undo: () => Promise<void> | void): void
}

/** What a step came to. */
export interface StepResult {
  /** What its expectations judge. */
  readonly subject: object
  readonly answers: readonly Observed[]
  /** What a failure shows. Default: all answers. */
  readonly evidence?: readonly Observed[]
  /** What later steps may refer to, by field; undefined for what did not come. */
  readonly values: Readonly<Record<string, unknown>>
  /** The flow, or before the flows the whole check, ends here without a judgement. */
  readonly stops?: true
}

export const flowOf = ({ value, answersOf }: InFlow): InFlow => ({ value, answersOf })

/** A kind of step: how it is played, its references resolved, and what it gives when it is `required`. */
export interface StepKind<Step> {
  play(step: Step, context: StepContext): Promise<StepResult>
  /** Judges the subject of a required step that has no expectation. */
  readonly gives?: Expectation<never>
}
