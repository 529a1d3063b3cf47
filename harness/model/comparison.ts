/** Two groups of requests that a target must reject after equal times, as data. Types only. */

/**
 * What is wrong in the credential of a request, another value each time:
 *
 * - `secret`: all of it, after a public prefix such as `sk_live_` or a key identifier
 * - `first byte`: the first letter or digit of the secret, or of the signature of a JWS
 * - `last bytes`: the last four characters
 * - `key identifier`: the last four characters before the dot or colon
 */
export type WrongPart = 'secret' | 'first byte' | 'last bytes' | 'key identifier'

/** One of the groups: requests of the protected resource, or logins. */
export type ComparedGroup = {
  /** Such as `a wrong first byte`. */
  readonly name: string
} & (
  | {
      readonly wrong: readonly WrongPart[]
      /** The credential is one byte shorter; another field makes up for it, so that the requests have one length. */
      readonly oneByteShorter?: true
    }
  | { readonly wrongLogin: readonly ('username' | 'password')[] }
)

export interface Comparison {
  /** The name of its vector: `the secret`. */
  readonly name: string
  readonly left: ComparedGroup
  readonly right: ComparedGroup
  /** Where we start the target and know the variable of its secret, we start it with one of up to 4,096 bytes. */
  readonly longSecret?: true
  /**
   * The largest difference that is tolerated, in nanoseconds or, where that is more, as a share of what a request usually
   * takes. Default: `--timing-resolution`.
   */
  readonly tolerated?: { readonly nanoseconds: number; readonly share?: number }
  /** How a tolerated difference is reported. */
  readonly withinTolerance?: 'warning' | 'note'
  /** A difference is only worth a warning. */
  readonly advisory?: true
}
