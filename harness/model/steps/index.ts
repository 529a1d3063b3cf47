import type { Attempt, Expectation, Observed } from '../expectation.ts'

/** Common members of the steps of flows, and the steps that need no issuer. Types only. */

/** Optional members of every step. */
export interface StepHead<Subject = FlowAnswer> {
  /** Its name in references, and the vector under which it is judged. Default: the name of its flow. */
  readonly as?: string
  readonly if?: Condition
  readonly expect?: readonly Expectation<Subject>[]
  /**
   * The rest of the flow needs it: when its expectation is not met, that is judged and nothing after it is played; when
   * it is met, there is nothing to judge. Without `expect`, it must give what its kind gives, such as tokens; when it does
   * not, the flow is inconclusive.
   */
  readonly required?: true
  /** Earlier steps whose answers a failure shows, before its own. */
  readonly evidence?: readonly string[]
}

/** All of it must hold. Names are those of references, without braces. */
export interface Condition {
  readonly given?: string | readonly string[]
  readonly missing?: string | readonly string[]
  readonly equal?: Readonly<Record<string, string | number | boolean>>
  /** Members of lists, or of texts of words with spaces between. */
  readonly includes?: Readonly<Record<string, string>>
  /** Numbers; does not hold for one that is missing. */
  readonly atMost?: Readonly<Record<string, number>>
}

/** The values that the steps of a flow, and the target, give. */
export interface FlowValues {
  /** The value of a name such as `first.id_token`; undefined where there is none. */
  value(name: string): unknown
}

/** The flow of a subject, as its expectation sees it. */
export interface InFlow extends FlowValues {
  /** The answers to the step of this name; none where it was not played. */
  answersOf(name: string): readonly Observed[]
}

export type FlowAnswer = Observed & InFlow

/** The answers to a step that is played several times. */
export interface FlowAnswers extends InFlow {
  readonly answers: readonly Observed[]
}

/** How often a request is sent; its fields are then lists of what the answers gave. `forEach` takes each value of a list once. */
type Repetition = { readonly atOnce: number } | { readonly forEach: string } | { readonly repeat: Repeat }

export interface Repeat {
  readonly times: number
  /** Milliseconds after which it is not repeated again. */
  readonly within?: number
  readonly until?: 'throttled'
}

/** A request of this kind, sent once or several times. In a repeated one `{each}` is the value, or the count from 0. */
export type RequestStep<Kind> =
  | (Kind & StepHead & { readonly atOnce?: never; readonly forEach?: never; readonly repeat?: never })
  | (Kind & StepHead<FlowAnswers> & Repetition)

/** Sends any request to the target. Gives `status`. */
export type SendStep = RequestStep<{ readonly do: 'send'; readonly attempt: Omit<Attempt, 'expect'> }>

/** Sends requests over one connection, which is opened again where the server closes it. */
export interface SendOnOneConnectionStep extends StepHead<FlowAnswers> {
  readonly do: 'send-on-one-connection'
  readonly attempts: readonly Omit<Attempt, 'expect'>[]
  /** One after the other, or all written at once (RFC 9112 §9.3.2). */
  readonly how: 'in turn' | 'pipelined'
}

/** Waits so many milliseconds, and `plus` more. */
export interface WaitStep extends Pick<StepHead, 'if'> {
  readonly do: 'wait'
  readonly ms: number | string
  readonly plus?: number
  /** Not played where it would take longer; nor is what comes after it. */
  readonly atMost?: number
}

/** Judges what earlier steps gave. */
export interface JudgeStep extends StepHead<InFlow> {
  readonly do: 'judge'
}

/** Ends the flow here, without a judgement. */
export interface StopStep {
  readonly do: 'stop'
  readonly if: Condition
}
