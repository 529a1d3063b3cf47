import type { Attempt, Observed } from '../expectation.ts'
import type { Launched } from '../run-context.ts'
import type { CertificateKind, Output } from '../target.ts'
import type { FlowValues, StepHead } from './index.ts'

/** Steps at a target that we start: starting it again, and reading what it writes. Types only. */

export type LaunchStep = StartStep | SendToStep | TryTlsIssuerStep | MakeSecretStep | WatchOutputStep | ReadOutputStep

/** How a start ended. */
export type LaunchInFlow = Launched & FlowValues

/** Starts the target once more until the flow is over. Gives `origin` where it answers, and `launched`. */
export interface StartStep extends StepHead<LaunchInFlow> {
  readonly do: 'launch'
  /** The variable of its environment that is set to `value`, or taken away without one. Default: as usual. */
  readonly variable?: string
  readonly value?: string
}

/** Answers of a launch; none when it did not start. */
export interface LaunchAnswers extends FlowValues {
  readonly answers: readonly Observed[]
}

/** Sends requests to a launch. */
export interface SendToStep extends StepHead<LaunchAnswers> {
  readonly do: 'send-to'
  /** A reference to the step that started it. */
  readonly launch: string
  /** Default: the valid request. */
  readonly attempt?: Omit<Attempt, 'expect'>
  /** One after the other. Default: 1. */
  readonly times?: number
  /** Instead of `attempt`: all of them at the same time. */
  readonly attempts?: readonly Omit<Attempt, 'expect'>[]
}

/** How a target followed an issuer at an https address of ours. */
export interface TlsTrial extends FlowValues {
  /** Answers to tokens of that issuer; none when the target did not start. */
  readonly answers: readonly Observed[]
  /** What the target asked the issuer for. */
  readonly requests: readonly string[]
  /** Why it was not tried: the target does not trust our certificate authority. */
  readonly notTried?: string
}

/**
 * Starts the target once more with an issuer at an https address of ours, sends it up to three tokens of that issuer, and
 * stops it. The issuer publishes the usual keys.
 */
export interface TryTlsIssuerStep extends StepHead<TlsTrial> {
  readonly do: 'try-tls-issuer'
  readonly certificate: CertificateKind
}

/** Makes a secret of random characters, not shorter than the declared minimum (`launch.minimum`). Gives `text`. */
export interface MakeSecretStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'make-secret'
  /** In characters. `too short`: one less than the declared minimum, or than 32. */
  readonly length: number | string | 'too short'
}

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
