import type { AuthorizationOutcome } from '../authorization.ts'
import type { InFlow, RequestStep, StepHead } from './index.ts'

/** Steps of an OAuth client at the authorization server that the configuration declares (`op`). Types only. */

export type OAuthStep = DiscoverStep | AuthorizeStep | TokenStep | ExchangeStep | RefreshStep | SignInStep | VerifyStep

/** Parameters that differ from those of a correct request: null leaves one out, a list repeats it. */
export type Changes = Readonly<Record<string, string | readonly string[] | null>>

/**
 * Reads the metadata. Gives their members, `issuer` as it is declared, and by name the `endpoints` at the origin of the
 * target, as paths. `plainScope` is a scope without openid.
 */
export interface DiscoverStep extends StepHead {
  readonly do: 'discover'
}

export type AuthorizationAnswer = AuthorizationOutcome & InFlow

/**
 * Sends an authorization request and follows its redirects and forms. Gives the parameters of the response, such as
 * `code`, `verifier`, `challenge` and `nonce` of the request, and `uri`, where the browser was sent.
 */
export interface AuthorizeStep extends StepHead<AuthorizationAnswer> {
  readonly do: 'authorize'
  readonly with?: Changes
}

/** How a token request differs from that of the declared client. */
export interface TokenRequestOptions {
  /** Parameters of the body. */
  readonly with?: Changes
  /** Another endpoint of the metadata. Default: `token_endpoint`. */
  readonly to?: string
  readonly method?: 'GET'
  /** `other`: as the other client that is declared. Else members of the client that differ; null leaves one out. */
  readonly client?:
    | 'other'
    | { readonly id?: string; readonly secret?: string | null; readonly auth?: 'basic' | 'post' }
  /** Parameters of the query. */
  readonly query?: Changes
  /** Whole values of Authorization, instead of those that authenticate the client. */
  readonly authorization?: readonly string[]
  /** `query`: sends the parameters in the query; `json`: as JSON; `nowhere`: not at all. */
  readonly sentIn?: 'query' | 'json' | 'nowhere'
  readonly retryThrottled?: false
}

/**
 * Sends a request to the token endpoint. Gives the members of the answer (RFC 6749 §5.1, §5.2), `status`,
 * and `accessJwt`: the access token, where it is a JWT.
 */
export type TokenStep = RequestStep<{ readonly do: 'token' } & TokenRequestOptions>

/** Exchanges the code of an authorize step, by its name, for tokens (RFC 6749 §4.1.3). Gives what `token` gives. */
export type ExchangeStep = RequestStep<{ readonly do: 'exchange'; readonly code: string } & TokenRequestOptions>

/**
 * Refreshes with a refresh token (RFC 6749 §6). Gives what `token` gives, `next`: the refresh token that is good from now
 * on, and `rotated`: the same, where it is not the one that was used.
 */
export type RefreshStep = RequestStep<{ readonly do: 'refresh'; readonly token: string } & TokenRequestOptions>

/**
 * A correct code flow with these changes to its authorization request, for a resource if one is named (RFC 8707 §2).
 * Gives what `authorize` and `token` give, and `otherScope`: a scope that was not granted.
 */
export type SignInStep = RequestStep<{
  readonly do: 'sign-in'
  readonly with?: Changes
  readonly resource?: string | readonly string[]
}>

/** Verifies the signature of a JWT with a list of JWKs, such as `{the key set.keys}`. Gives `verified`. */
export interface VerifyStep extends Pick<StepHead, 'as' | 'if'> {
  readonly do: 'verify'
  readonly token: string
  readonly keys: string
}
