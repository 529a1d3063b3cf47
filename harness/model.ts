/**
 * The vocabulary of the harness. Types only; imports nothing but the types of what the issuer can be asked for, of the
 * features, and of what timing comes to.
 *
 * They flow one way: Profile → Target → engine (Check × Target) → Finding + Exchanges → results.json → reports.
 */

import type { ControlledIssuer, Issuer, JwkSet, TokenRecipe } from '../mock-idp/model.ts'
import type { FeatureName, Features } from './features/index.ts'
import type { Measured, Measurement } from './timing/model.ts'

export type { ControlledIssuer, FeatureName, Features, Issuer, JwkSet, Measured, Measurement, TokenRecipe }

/** How strongly the cited text asks. `security` is best practice without one normative sentence. */
export type Level = 'MUST' | 'SHOULD' | 'MAY' | 'security'

/** What breaking the rule allows, from access without right (`critical`) to a note (`info`). */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'

/**
 * The outcome of one check on one target.
 *
 * - `fail`: the rule is broken; `warn`: a SHOULD is broken (`--strict` makes it fail)
 * - `skip`: an optional feature that the profile does not declare
 * - `inconclusive`: sent, but could not tell (a control missed, answers changed on repetition)
 * - `error`: our own fault
 */
export type Verdict = 'pass' | 'fail' | 'warn' | 'skip' | 'inconclusive' | 'error'

/** A section of a public document that a check rests on. */
export interface SpecReference {
  readonly document: string
  readonly section: string
  /** Absent for a document without an address of its own. */
  readonly url?: string
}

/** What a check needs from the profile; a missing one skips the check. */
export type Capability =
  | 'credential'
  | 'bearer'
  | 'static'
  | 'apikey'
  | 'issuer'
  | 'audience'
  | 'started'
  | 'open'
  | FeatureName

export type CheckId = `${string}/${string}`

/** What a check may know when it writes its vectors. A run gives each check its own, with fresh tokens. */
export interface Known {
  /** A valid credential; for an issuer a token minted for this check. */
  readonly token: string
  /** Same length, alphabet and structure as `token`, but unknown to the target. */
  readonly wrong: string
  /** The protected resource that is requested. */
  readonly target: URL
  /** The issuer identifier that the target trusts; without one, an example. */
  readonly issuer: string
  readonly profile: Profile
  /** Empty when the target does not trust our issuer. */
  readonly jwks: JwkSet
  /** Mints a token that differs from the good one as the recipe says. Throws without an issuer. */
  mint(recipe?: TokenRecipe): Promise<string>
}

/**
 * One request, as its difference from the request that the target serves. Strings are Latin-1: one character is one
 * byte on the wire, so that any byte can be sent.
 */
export interface Attempt {
  /** Presented in the profile's channel instead of the valid credential. */
  readonly token?: string
  /** As `token`, minted by the issuer that the target trusts. */
  readonly jwt?: TokenRecipe
  /** Whole values of Authorization fields, one a line, instead of the channel. `[]` sends none. */
  readonly authorization?: readonly string[]
  /** Raw field lines after the others, such as `X-Access-Token: abc`. */
  readonly fields?: readonly string[]
  /** Another path, with its query, at the origin of the target; sent as it stands, so it may be ill-formed. */
  readonly path?: string
  /** Added to the query of the target's URL, such as `access_token=abc`. */
  readonly query?: string
  readonly method?: string
  /** Instead of the profile's body; empty for none. */
  readonly body?: string
  /** Instead of the target's own host and port. It changes what is said, never where it is sent. */
  readonly host?: string
  /** Default: `1.1`. */
  readonly version?: '1.0' | '1.1'
  /**
   * Of a token endpoint: members of its JSON answer that hold secrets, a dot between names of nested ones. Their values
   * are given in `Observed.issued`, and masked in every record from then on. Such an answer never counts as served.
   */
  readonly issues?: readonly string[]
  /**
   * Of an authorization server: the answer is given whole in `Observed.whole`. The code in its Location and the values of
   * its cookies are masked in every record from then on. Such an answer never counts as served.
   */
  readonly whole?: true
  /** A 429, or a 503 with Retry-After, is the answer; otherwise it is waited out. */
  readonly asItComes?: true
  /** Instead of the expectations of the check. */
  readonly expect?: readonly Expectation[]
}

export type Vectors = Readonly<Record<string, Attempt>>

/** What came back for one attempt: the exchange, and how it compares with what the target protects. */
export interface Observed {
  /** Why it was sent: a check and one of its vectors, or a control of the engine. */
  readonly sentFor: string
  /** `control`: the valid request that brackets the others; all of them must be served. */
  readonly role: 'control' | 'attempt'
  readonly attempt: Attempt
  readonly exchange: Exchange
  /** Whether the answer shows what the target protects. See harness/fingerprint.ts. */
  readonly served: boolean
  /** Whether the answer holds what the target protects, though it may be that of another path. */
  readonly shown: boolean
  /** Given for an attempt with `issues`: what the answer holds of it, by name. Never recorded. */
  readonly issued?: Readonly<Record<string, string>>
  /** Given for an attempt with `whole`, where an answer came. Never recorded. */
  readonly whole?: WholeAnswer
  readonly profile: Profile
}

/** An answer as it came: neither masked nor cut. */
export interface WholeAnswer {
  readonly status: number
  readonly fields: readonly (readonly [name: string, value: string])[]
  /** Read as UTF-8. */
  readonly body: string
}

/** A named requirement on what came back; its text completes "the server …". */
export interface Expectation<Subject = Observed> {
  readonly text: string
  judge(subject: Subject): Judgement
}

/**
 * - `broken`: the requirement is not met; `severity` overrules that of the check, `advisory` makes it a warning
 * - `crash`: access was withheld, but by a 5xx, a reset or a hang
 * - `unclear`: it could not be seen; `reason` says why, and what would show it
 */
export type Judgement =
  | { readonly kind: 'met'; readonly note?: string }
  | { readonly kind: 'broken'; readonly received: string; readonly severity?: Severity; readonly advisory?: boolean }
  | { readonly kind: 'crash'; readonly received: string }
  | { readonly kind: 'unclear'; readonly reason: string }

interface CheckHead {
  readonly id: CheckId
  /** Completes "the server …". */
  readonly title: string
  readonly level: Level
  readonly severity: Severity
  readonly spec: readonly SpecReference[]
  readonly needs: readonly Capability[]
  /** How to mend a server that fails, in a sentence or two. */
  readonly fix: string
  /** Known failures in the field, CVE numbers included. */
  readonly seen?: string
  /** Disturbs the target or its issuer, floods, or counts requests: runs after the others, with nothing beside it. */
  readonly alone?: true
  /** Why a profile with all needs still does not want this check, such as a declared query channel. */
  readonly unless?: (profile: Profile) => string | undefined
}

/** A rule shown by a table of attempts, each judged alone, or (`together`) all at once by name. */
export interface VectorCheck extends CheckHead {
  readonly vectors: Vectors | ((known: Known) => Vectors | Promise<Vectors>)
  readonly expect: readonly Expectation[]
  readonly together?: readonly Expectation<Readonly<Record<string, Observed>>>[]
}

/** A rule that needs several dependent requests. */
export interface RunCheck extends CheckHead {
  /** What is sent, in a sentence, for `explain`. */
  readonly sends: string
  /** What must come back; completes "the server …". */
  readonly passes: string
  /** Repeats by itself what broke, so that it is not run once more. */
  readonly confirms?: true
  run(context: RunContext): Promise<void>
}

/** A rule about every answer of the run that `concerns` picks, whatever check provoked it. */
export interface ReviewCheck extends CheckHead {
  readonly sends: string
  readonly concerns: (observed: Observed) => boolean
  readonly expect: readonly Expectation[]
}

export type Check = VectorCheck | RunCheck | ReviewCheck

/** What a `run` may do: send, and state expectations. */
export interface RunContext extends Known {
  /** Keys, faults, clock and journal of the issuer that the target trusts. Throws without an issuer. */
  readonly control: ControlledIssuer
  /** What the target writes. Throws where we did not start it. */
  readonly output: Output
  /**
   * Starts the target once more, with other settings, until the check is over; values of `secrets` are settings that are
   * masked wherever they appear. Throws where we did not start it.
   */
  launch(settings: Settings, secrets?: Readonly<Record<string, string>>): Promise<Launched>
  /** Opens a listener of ours that the target has no reason to ask, until the check is over. */
  trap(answer: (path: string) => string | undefined): Promise<Trap>
  /** Milliseconds between tries, where the target may take its time. Ends with the run. */
  pause(ms: number): Promise<void>
  send(vector: string, attempt: Attempt): Promise<Observed>
  /** All attempts over one connection, one after the other or written at once; reopened where the server closes it. */
  sendOnOneConnection(
    vector: string,
    attempts: readonly Attempt[],
    how: 'in turn' | 'pipelined',
  ): Promise<readonly Observed[]>
  /** A made-up credential like `token`, in which every letter and digit of a part, by default to its end, is another. */
  lookalike(token: string, from: number, to?: number): string
  /** Measures whether two kinds of refused requests take different times, of the target or of a launch of it. */
  compareTimes(contrast: () => Contrast, at?: Launched): Promise<Measured>
  /** Whether a difference between two kinds is seen here and now, on a server of ours that has one. Measured once a run. */
  calibrate(): Promise<Measured>
  /** Why nothing of the check fits this target; for a check that could only find out by asking. */
  skip(reason: string): void
  /** Judges a subject; `evidence` is what a failure shows, `measurement` what was measured. */
  expect<Subject>(
    vector: string,
    subject: Subject,
    expectations: readonly Expectation<Subject>[],
    evidence: readonly Observed[],
    measurement?: Measurement,
  ): void
}

/** Two kinds of requests of one length, many of each, all of which the target refuses. */
export interface Contrast {
  /** Such as `a wrong first byte`. */
  readonly kinds: Measurement['kinds']
  readonly left: readonly Attempt[]
  readonly right: readonly Attempt[]
  /** The largest difference that counts as none, in nanoseconds, by what a request usually takes. Default: that of the profile. */
  readonly resolution?: (usual: number) => number
}

/** Variables of the environment; undefined takes one away. */
export type Settings = Readonly<Record<string, string | undefined>>

/** What a target that we started writes to its standard output and error. */
export interface Output {
  /** The end of it, secrets masked. */
  logs(): string
  /** Whether it holds a text, as it was written. */
  wrote(text: string): boolean
  /** What is written from now on. */
  fromNow(): Pick<Output, 'wrote'>
}

/** What came of starting the target: it ended by itself, it answers HTTP, or neither. */
export interface Launch extends Output {
  /** Such as `exit code 1`. */
  readonly ended?: string
  /** Where it answers. */
  readonly origin?: URL
  stop(): Promise<void>
}

/** Starts the target again, as it was started but for the settings given. */
export interface Launcher {
  launch(settings: Settings): Promise<Launch>
}

/** A launch of a check. */
export interface Launched extends Launch {
  /** Sends an attempt to it instead of the target. Throws when it does not answer. */
  send(vector: string, attempt: Attempt): Promise<Observed>
}

/** A listener of ours, for whoever follows an address that only a token names. */
export interface Trap {
  /** Without a trailing slash. */
  readonly url: string
  /** What it was asked, such as `GET /jwks.json`. */
  readonly requests: readonly string[]
}

export interface Suite {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly checks: readonly Check[]
}

/** Bytes sent and received, secrets masked where they were recorded. Times in milliseconds. */
export interface Exchange {
  readonly request: RecordedRequest
  readonly response?: RecordedResponse
  /** Set when no whole answer came. */
  readonly failure?: ExchangeFailure
  readonly startedAt: number
  readonly durationMs: number
}

export interface RecordedRequest {
  readonly method: string
  /** The whole request as sent, bytes outside printable ASCII written as `\xNN`. */
  readonly text: string
}

export interface RecordedResponse {
  readonly status: number
  readonly reason: string
  readonly fields: readonly (readonly [name: string, value: string])[]
  readonly body: string
  /** Bytes of the body that were received, before `body` was cut for the record. */
  readonly bodyBytes: number
}

/**
 * - `unreachable`: no connection; `reset` / `closed`: it ended before a whole answer
 * - `timeout`: nothing whole within the budget; `not-http`: bytes that are no HTTP/1.1 answer; `too-large`: over the cap
 */
export interface ExchangeFailure {
  readonly kind: 'unreachable' | 'reset' | 'closed' | 'timeout' | 'not-http' | 'too-large'
  readonly detail: string
}

export interface VectorOutcome {
  readonly vector: string
  readonly verdict: Verdict
  /** Texts of the expectations, as judged. */
  readonly expected: readonly string[]
  /** What came instead, where something was broken. */
  readonly received?: string
  readonly notes?: readonly string[]
  readonly severity: Severity
  readonly exchanges: readonly Exchange[]
  /** Where durations were measured, whatever the verdict. */
  readonly measurement?: Measurement
}

export interface Finding {
  /** The id of the check, with `/crash` where access was withheld by a crash only. */
  readonly id: string
  readonly check: CheckId
  readonly title: string
  readonly level: Level
  /** The worst of the broken vectors; that of the check when nothing is broken. */
  readonly severity: Severity
  readonly spec: readonly SpecReference[]
  readonly fix: string
  readonly verdict: Verdict
  /** Why it was skipped, inconclusive or in error. */
  readonly reason?: string
  readonly vectors: readonly VectorOutcome[]
}

/** Where the target looks for the credential. `scheme` is empty when the field holds the bare credential. */
export interface Channel {
  readonly field: string
  readonly scheme: string
}

/** What a target promises. */
export interface Profile {
  /** URL of one protected resource. `{port}` is filled in when we start the target. */
  readonly target: string
  readonly method: string
  readonly body?: string
  /** Further field lines of every request, such as `Accept: application/json`. */
  readonly fields: readonly string[]
  readonly channel: Channel
  readonly credential: StaticCredential | JwtCredential
  /** Status that hides or bars the resource from strangers, instead of 401. */
  readonly hiding?: 403 | 404
  readonly accepts: Declared
  readonly features: Features
  /** Whether we start the target, so that its output can be read, and it can be started with other settings. */
  readonly started: boolean
  /** Whether bursts may be sent to a target that is neither on this machine nor started by us. */
  readonly flood: boolean
  /** How durations are measured; absent when they are not. */
  readonly timing?: Timing
  /** Whether the target is meant to serve everybody, so that no credential can be judged. */
  readonly open: boolean
  /** Values of the secrets that `features` names, by their environment variable. */
  readonly secrets: Readonly<Record<string, string>>
}

export interface Timing {
  /** Milliseconds for each pair of kinds that is compared. What differs is measured for as long again. */
  readonly budgetMs: number
  /** Whether a target that is neither on this machine nor started by us is measured, too. */
  readonly remote: boolean
  /** The largest bound, in nanoseconds, that counts as no difference. */
  readonly resolution: number
  /** Whether results hold all blocks, so that verdicts can be computed again. */
  readonly raw: boolean
}

/** A shared bearer token or API key. `source` names where it came from, for messages: never the value. */
export interface StaticCredential {
  readonly kind: 'static'
  readonly value: string
  readonly source: string
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
  /** Further claims of every good token. */
  readonly claims: Readonly<Record<string, unknown>>
  /** `jwt`: any JWT; `rfc9068`: access tokens typed at+jwt; `mcp`: as rfc9068 without the type. */
  readonly rules: 'jwt' | 'rfc9068' | 'mcp'
}

/** Deviations that the target's own documentation declares. */
export interface Declared {
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

/** A target that runs, whichever driver brought it up. */
export interface Target {
  /** Where requests go: scheme, host, port. */
  readonly origin: URL
  /** Present when we started it. */
  readonly output?: Output
  stop(): Promise<void>
}
