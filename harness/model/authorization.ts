import type { Observed } from './expectation.ts'

/** The result of an authorization request (RFC 6749 §4.1.1), after its redirects and forms. Types only. */

export interface AuthorizationOutcome {
  /** In the order in which they came. */
  readonly answers: readonly Observed[]
  readonly last: Observed
  /** The address outside of the issuer that the last answer redirects to, as it stands. */
  readonly sentTo?: string
  /** Whether the last request submitted a form. */
  readonly afterForm: boolean
  /** The parameters of the redirect to the client; empty when there was no redirect. */
  readonly response: URLSearchParams
  /** The parameters of the request. */
  readonly asked: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The redirect URI that the client registered. */
  readonly registered: string
}
