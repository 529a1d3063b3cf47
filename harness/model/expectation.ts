import type { Condition, Declared, ListName } from './condition.ts'
import type { Exchange, UnmaskedAnswer } from './exchange.ts'
import type { Severity } from './finding.ts'
import type { Forgery } from './forgery.ts'
import type { TokenRecipe } from './issuer.ts'
import type { TargetConfig } from './target-config.ts'

/** What is sent, what came back, and what is required of it. Types only. */

/**
 * One request, as its difference from the request that the target accepts. Strings are Latin-1: one character is one
 * byte on the wire, so that any byte can be sent. Where `vectors` is data, strings may hold placeholders such as
 * `{token|reversed}`; harness/template/values.ts lists their names, harness/template/filters/ their filters.
 */
export interface Attempt {
  /** Presented in the configuration's channel instead of the valid credential. */
  readonly token?: string
  /** As `token`, minted by the issuer that the target trusts. */
  readonly jwt?: TokenRecipe
  /** In data, as `token`: how the token differs from the valid one. */
  readonly forge?: Forgery
  /**
   * The name of an identity of the configuration whose credential is presented; `default` is the valid one, and
   * `tokens.expired` an exported token.
   */
  readonly as?: string
  /** A login at the declared endpoint of an application, with these instead of the right ones. */
  readonly logIn?: { readonly username: string; readonly password: string }
  /** Whole values of Authorization fields, one a line, instead of the channel. `[]` sends none. */
  readonly authorization?: readonly string[]
  /** Raw field lines after the others, such as `X-Access-Token: abc`. */
  readonly fields?: readonly string[]
  /** Another path, with its query, at the origin of the target; sent as it stands, so it may be ill-formed. */
  readonly path?: string
  /** Added to the query of the target's URL, such as `access_token=abc`. */
  readonly query?: string
  readonly method?: string
  /** Instead of the configuration's body; empty for none. */
  readonly body?: string
  /** Instead of the target's own host and port. It changes the Host field only, never where the request is sent. */
  readonly host?: string
  /** Default: `1.1`. */
  readonly version?: '1.0' | '1.1'
  /**
   * Of a token endpoint: members of its JSON answer that hold secrets, a dot between names of nested ones. Their values
   * are given in `Observed.captured`, and masked in every record from then on. Such an answer never counts as accepted.
   */
  readonly captureMembers?: readonly string[]
  /**
   * Of an authorization server: the whole answer is given in `Observed.unmasked`. The code in its Location and the values of
   * its cookies are masked in every record from then on. Such an answer never counts as accepted.
   */
  readonly captureBody?: true
  /** What it holds, by name, that is masked in every record from then on, such as the assertion of a client. */
  readonly secrets?: Readonly<Record<string, string>>
  /** `false`: a 429, or a 503 with Retry-After, is the answer. Default: the request is sent again after the wait. */
  readonly retryThrottled?: false
  /** A text that the expectations look for in the answer. */
  readonly lookFor?: string
  /** In data: sent once for each item of a list, or each combination of several; `{list.member}` is what it is about. */
  readonly forEach?: ListName | readonly ListName[]
  /** In data: sent only where the condition holds. */
  readonly when?: Condition
  /** In data: not sent where the target declares one of these, or expects it anyway. May hold placeholders. */
  readonly unlessDeclared?: Declared
  /** In data: where the condition holds, what is not met only warns. */
  readonly warnWhen?: Condition
  /** Instead of the expectations of the check. */
  readonly expect?: readonly Expectation[]
}

export type Vectors = Readonly<Record<string, Attempt>>

/** What came back for one attempt: the exchange, and how it compares with what the target protects. */
export interface Observed {
  /** Why it was sent: a check and one of its vectors, or a control of the engine. */
  readonly sentFor: string
  /** `control`: a valid request before or after the others, which must be accepted. */
  readonly role: 'control' | 'attempt'
  readonly attempt: Attempt
  readonly exchange: Exchange
  /** Whether the answer shows what the target protects. See harness/core/session/fingerprint.ts. */
  readonly accepted: boolean
  /** Whether the answer holds what the target protects, though it may be that of another path. */
  readonly disclosed: boolean
  /** Whether the answer is a rejection as the target declares them, whatever its status. */
  readonly declaredRejection?: true
  /** Given for an attempt with `captureMembers`: their values in the answer, by name. Never recorded. */
  readonly captured?: Readonly<Record<string, string>>
  /** Given for an attempt with `captureBody`, where an answer came. Never recorded. */
  readonly unmasked?: UnmaskedAnswer
  readonly config: TargetConfig
}

/** A named requirement on what came back; its text completes "the server …". */
export interface Expectation<Subject = Observed> {
  readonly text: string
  judge(subject: Subject): Judgement
}

/**
 * - `broken`: the requirement is not met; `severity` overrules that of the check, `advisory` makes it a warning, `wrongly`
 *   says that an invalid credential was accepted, or a valid request rejected
 * - `crash`: the request was rejected, but by a 5xx, a reset or a timeout
 * - `unclear`: it could not be judged; `reason` says why, and what would make it possible
 * - `skipped`: the vector needs what the configuration does not declare; `reason` says what
 */
export type Judgement =
  | { readonly kind: 'met'; readonly note?: string }
  | {
      readonly kind: 'broken'
      readonly received: string
      readonly severity?: Severity
      readonly advisory?: boolean
      readonly wrongly?: 'accepted' | 'rejected'
    }
  | { readonly kind: 'crash'; readonly received: string }
  | { readonly kind: 'unclear'; readonly reason: string; readonly wrongly?: 'rejected' }
  | { readonly kind: 'skipped'; readonly reason: string }
