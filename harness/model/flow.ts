import type { JudgeStep, SendOnOneConnectionStep, SendStep, StopStep, WaitStep } from './steps/index.ts'
import type { IssuerStep } from './steps/issuer.ts'
import type { LaunchStep } from './steps/launch.ts'
import type { LimitStep } from './steps/limit.ts'
import type { LoginStep } from './steps/login.ts'
import type { OAuthStep } from './steps/oauth.ts'

export type * from './steps/index.ts'

/**
 * Flows: named scenarios, each a list of steps that are played one after the other. Types only.
 *
 * A step is data. Its texts may refer to what is known when it is played: `{name.field}` is a field of the earlier step
 * that has this name, `{op.scope}` what the configuration declares, and `{code.code|first-half}` applies a filter (see
 * harness/template/filters/). A text that is one reference keeps the type of its value. A step that refers to a value
 * that did not come is not played.
 */
export type Flows = Readonly<Record<string, readonly Step[]>>

export type Step =
  | SendStep
  | SendOnOneConnectionStep
  | WaitStep
  | JudgeStep
  | StopStep
  | OAuthStep
  | LoginStep
  | IssuerStep
  | LaunchStep
  | LimitStep
