import type { CheckInput } from './check-input.ts'
import type { Comparison } from './comparison.ts'
import type { Expectation, Observed, Vectors } from './expectation.ts'
import type { FeatureName } from './features.ts'
import type { CheckId, Level, Severity, SpecReference } from './finding.ts'
import type { Flows, Step } from './flow.ts'
import type { RunContext } from './run-context.ts'
import type { TargetConfig } from './target-config.ts'

/** A check: one rule that can be verified. Types only. */

export type { CheckInput }

/** What a check needs from the configuration; a missing one skips the check. */
export type Capability =
  | 'credential'
  | 'bearer'
  | 'static'
  | 'jwt'
  | 'apikey'
  | 'issuer'
  | 'audience'
  | 'started'
  | 'open'
  | 'bursts'
  | 'timing'
  | FeatureName

interface CheckHead {
  readonly id: CheckId
  /** Completes "the server …". */
  readonly title: string
  readonly level: Level
  readonly severity: Severity
  readonly spec: readonly SpecReference[]
  readonly needs: readonly Capability[]
  /** How to fix a server that fails, in a sentence or two. */
  readonly fix: string
  /** Known failures in the field, CVE numbers included. */
  readonly knownIncidents?: string
  /** Disturbs the target or its issuer, floods, or counts requests: runs after the others, with nothing beside it. */
  readonly exclusive?: true
  /** Why this check is skipped for a configuration with all needs, such as a declared query channel. */
  readonly skipIf?: (config: TargetConfig) => string | undefined
}

/** A rule shown by a table of attempts, each judged alone, or (`expectAll`) all of them by name. */
export interface VectorCheck extends CheckHead {
  /** Data, whose names and strings may hold placeholders; or a function, whose vectors are sent as they stand. */
  readonly vectors: Vectors | ((input: CheckInput) => Vectors | Promise<Vectors>)
  readonly expect: readonly Expectation[]
  readonly expectAll?: readonly Expectation<Readonly<Record<string, Observed>>>[]
}

/** A rule that needs several dependent requests. */
export interface RunCheck extends CheckHead {
  /** What is sent, in a sentence, for `explain`. */
  readonly sends: string
  /** What must come back; completes "the server …". */
  readonly passes: string
  /** Why it is a program: what neither vectors nor a flow can say, in a line. */
  readonly because: string
  /** Repeats by itself what broke, so that it is not run once more. */
  readonly repeatsItself?: true
  run(context: RunContext): Promise<void>
}

/** A rule shown by scenarios of dependent requests, which are played one after the other. */
export interface FlowCheck extends CheckHead {
  /** Played before the flows, which may refer to its steps; when a required one is not met, no flow is played. */
  readonly before?: readonly Step[]
  readonly flows: Flows
}

/** A rule about durations: the target takes equally long to reject two groups of requests. */
export interface ComparisonCheck extends CheckHead {
  readonly sends: string
  readonly passes: string
  /** `seeded leak`: measures a server of ours whose leak must be detected, before any verdict on the target. */
  readonly compare: Comparison | 'seeded leak'
}

/** Which answers of a run a review judges: those for which all of it holds. */
export interface AnswerFilter {
  readonly role?: Observed['role']
  readonly status?: number
  /** Whether the status is 400 or above, or the answer a declared rejection. */
  readonly error?: boolean
  /** Name of a response field that is present and not blank. */
  readonly field?: string
  /** Whether the attempt captures members, as requests to token endpoints do. */
  readonly captures?: boolean
}

/** A rule about every answer of the run that `appliesTo` selects, whatever check received it. */
export interface ReviewCheck extends CheckHead {
  readonly sends: string
  readonly appliesTo: AnswerFilter
  readonly expect: readonly Expectation[]
}

export type Check = VectorCheck | FlowCheck | RunCheck | ReviewCheck | ComparisonCheck

export interface Suite {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly checks: readonly Check[]
}
