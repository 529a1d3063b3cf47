import type { Features } from './features.ts'
import type { JwkSet } from './issuer.ts'

/** What a target promises: data from flags, a configuration file or a documented system. Types only. */

/** Where the target looks for the credential. `scheme` is empty when the field holds the bare credential. */
export interface Channel {
  readonly field: string
  readonly scheme: string
}

/** What a target promises. */
export interface TargetConfig {
  /** URL of one protected resource. `{port}` is filled in when we start the target. */
  readonly target: string
  readonly method: string
  readonly body?: string
  /** Further field lines of every request, such as `Accept: application/json`. */
  readonly fields: readonly string[]
  readonly channel: Channel
  readonly credential: StaticCredential | JwtCredential
  /** The keys that the issuer of a given JWT publishes, where the user has named them. */
  readonly publishedKeys?: JwkSet
  /** Status that the target answers instead of 401 where no valid credential is sent. */
  readonly rejectedStatus?: 403 | 404
  /** What a rejection looks like where every answer has the status 200, as of GraphQL and JSON-RPC. */
  readonly rejection?: DeclaredRejection
  /** `redirect`: a request for text/html is redirected to a sign-in page where no valid credential is sent. */
  readonly browsers?: 'redirect'
  readonly accepts: DeclaredDeviations
  readonly features: Features
  /** Whether we start the target, so that its output can be read, and it can be started with other settings. */
  readonly started: boolean
  /** Whether all addresses of the target's host are loopback addresses; known once the session is open. */
  readonly onLoopback: boolean
  /** Whether bursts may be sent to a target that is neither on this machine nor started by us. */
  readonly allowRemoteBursts: boolean
  /** Certificates in PEM that are trusted besides those of the public authorities, for every server of the run. */
  readonly ca?: string
  /** How durations are measured; absent when they are not. */
  readonly timing?: TimingOptions
  /** Whether no check judges durations: --no-timing. */
  readonly noTiming?: true
  /** Whether the target is meant to accept every request, so that no credential can be judged. */
  readonly open: boolean
  /** Values of the secrets that `features` names, by their environment variable. */
  readonly secrets: Readonly<Record<string, string>>
}

/** A text or a pattern in the body, or the value at a JSON Pointer (RFC 6901). */
type DeclaredRejection =
  | { readonly body: string | RegExp }
  | { readonly pointer: string; readonly equals: string | number | boolean | null }

export interface TimingOptions {
  /** Milliseconds for each comparison of two groups. A difference is measured once more for the same time. */
  readonly budgetMs: number
  /** Whether a target that is neither on this machine nor started by us is measured, too. */
  readonly remote: boolean
  /** The largest bound, in nanoseconds, that counts as no difference. */
  readonly resolution: number
  /** Whether results hold all blocks, so that verdicts can be computed again. */
  readonly raw: boolean
}

/** A credential that is given, or got by a login. `source` names where it came from, for messages: never the value. */
export interface StaticCredential {
  readonly kind: 'static'
  readonly value: string
  readonly source: string
  /** Present where it is a JWT; absent for a shared bearer token or API key. */
  readonly jwt?: Jwt
}

/** A JWT that was read, and not verified (RFC 7519 §3). */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

/** Tokens of the mock issuer. */
export interface JwtCredential {
  readonly kind: 'jwt'
  /** Absent when tokens for the target have none. */
  readonly audience?: string
  /** Accepted signing algorithms, the preferred first (RFC 7518 §3.1). */
  readonly algorithms: readonly string[]
  /** Whether `algorithms` is the target's whole allow-list; else it is only what must work. */
  readonly algorithmsAreAllowList: boolean
  readonly subject: string
  readonly clientId: string
  readonly scope?: string
  /** Further claims of every valid token. */
  readonly claims: Readonly<Record<string, unknown>>
  /** `jwt`: any JWT; `rfc9068`: access tokens typed at+jwt; `mcp`: as rfc9068 without the type. */
  readonly tokenProfile: 'jwt' | 'rfc9068' | 'mcp'
}

/** Deviations that the target's own documentation declares. */
export interface DeclaredDeviations {
  readonly schemes: readonly string[]
  readonly fields: readonly string[]
  readonly query: readonly string[]
  readonly issuers: readonly string[]
  readonly audiences: readonly string[]
  /** Header parameters that the target understands when critical (RFC 7515 §4.1.11). */
  readonly critical: readonly string[]
  readonly singleAudienceOnly: boolean
  readonly idTokens: boolean
  readonly firstAuthorizationWins: boolean
}
