import type { CheckInput } from './check-input.ts'
import type { Attempt, Expectation, Observed } from './expectation.ts'
import type { CheckId } from './finding.ts'
import type { ControlledIssuer } from './issuer.ts'
import type { Measured, Measurement } from './measurement.ts'
import type { Env, IssuerAddress, Launch, Output, TlsAuthority, TlsCertificate } from './target.ts'

/** The context of a check's program. Types only. */

/** The functions that a `run` may call: to send, and to state expectations. */
export interface RunContext extends CheckInput {
  /** Keys, faults, clock and journal of the issuer that the target trusts. Throws without an issuer. */
  readonly control: ControlledIssuer
  /** What the target writes. Throws where we did not start it. */
  readonly output: Output
  /**
   * Starts the target once more, with other settings, until the check is over; values of `secrets` are settings that are
   * masked wherever they appear, and `issuer` replaces the usual one. Throws where we did not start it.
   */
  launch(settings: Env, secrets?: Readonly<Record<string, string>>, issuer?: IssuerAddress): Promise<Launched>
  /** Present when the target was started to trust a certificate authority of ours. */
  readonly authority?: TlsAuthority
  /** Opens a listener of ours that the target has no reason to ask, until the check is over; with a certificate, over TLS. */
  listen(answer: (path: string) => string | undefined, certificate?: TlsCertificate): Promise<Listener>
  /** Milliseconds between tries, where the target may take its time. Ends with the run. */
  pause(ms: number): Promise<void>
  send(vector: string, attempt: Attempt): Promise<Observed>
  /** All attempts in one moment, each over a connection that is open already. */
  sendTogether(vector: string, attempts: readonly Attempt[]): Promise<readonly Observed[]>
  /** All attempts over one connection, one after the other or written at once; reopened where the server closes it. */
  sendOnOneConnection(
    vector: string,
    attempts: readonly Attempt[],
    how: 'in turn' | 'pipelined',
  ): Promise<readonly Observed[]>
  /** An unknown credential like `token`: every letter and digit of a part, by default to its end, is another. */
  unknownTokenLike(token: string, from: number, to?: number): string
  /** Measures whether the target, or a launch of it, rejects two groups of requests after different times. */
  compareDurations(groups: TimedGroups, at?: Launched): Promise<Measured>
  /** Measures a server of ours with a seeded leak, which must be detected in this run. Once a run. */
  calibrate(): Promise<Measured>
  /** Results of other checks that were different when the check was repeated with no other request under way. */
  readonly disturbances: readonly Disturbance[]
  /** Why no part of the check applies to this target, for a check that needs a request to find out. */
  skip(reason: string): void
  /** Says that a vector was not tried, and why. */
  leaveOut(vector: string, reason: string): void
  /** Judges a subject; `evidence` is what a failure shows, `measurement` what was measured. */
  expect<Subject>(
    vector: string,
    subject: Subject,
    expectations: readonly Expectation<Subject>[],
    evidence: readonly Observed[],
    measurement?: Measurement,
  ): void
}

/** What a vector came to among other requests, and alone. */
export interface Disturbance {
  readonly check: CheckId
  readonly vector: string
  /** What came among other requests. */
  readonly received: string
  /** The answers among other requests. */
  readonly evidence: readonly Observed[]
}

/** Two groups of requests of one length, all of which the target rejects. */
export interface TimedGroups {
  /** Such as `a wrong first byte`. */
  readonly groups: Measurement['groups']
  /** Draws the requests of a series, many of each group. */
  draw(): { readonly left: readonly Attempt[]; readonly right: readonly Attempt[] }
  /** The largest difference that counts as none, in nanoseconds, given what a request usually takes. Default: the one of the configuration. */
  readonly resolution?: (usual: number) => number
}

/** A launch of a check. */
export interface Launched extends Launch {
  /** Sends an attempt to it instead of the target. Throws when it does not answer. */
  send(vector: string, attempt: Attempt): Promise<Observed>
}

/** A listener of ours at an address that only a token names: any request to it followed that token. */
export interface Listener {
  /** Without a trailing slash. */
  readonly url: string
  /** The requests that it received, such as `GET /jwks.json`. */
  readonly requests: readonly string[]
}
