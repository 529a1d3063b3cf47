import type { JwtCredential } from './target-config.ts'

/** For which targets a vector is sent, and how often. Types only. */

/** A deviation that the target's documentation declares, such as `{ schemes: 'Basic' }`. See `DeclaredDeviations`. */
export type Declared = {
  readonly [Kind in 'schemes' | 'fields' | 'query' | 'issuers' | 'audiences' | 'critical']?: string
}

/** Holds where everything in it does. */
export interface Condition {
  /** The target declares one of the deviations. The field of its credential counts as declared. */
  readonly declares?: Declared
  /** What the credential is: a JWT of any issuer, or a text that the target compares with one it knows. */
  readonly credential?: 'static' | 'jwt'
  /** The target trusts our issuer, so that tokens with any change can be minted. */
  readonly issuer?: boolean
  readonly tokenProfile?: JwtCredential['tokenProfile']
  /** Tokens for the target have an audience. */
  readonly audience?: boolean
  /** The target is meant to accept every request. */
  readonly open?: boolean
  /** The target accepts no token for several audiences. */
  readonly singleAudienceOnly?: boolean
  readonly not?: Condition
}

/** What an attempt can be repeated for. See harness/template/lists.ts. */
export type ListName =
  | 'identity'
  | 'allowed'
  | 'notAllowed'
  | 'openResource'
  | 'route'
  | 'firstRoute'
  | 'otherScope'
  | 'unlistedMethod'
  | 'declaredAlgorithm'
  | 'undeclaredAlgorithm'
  | 'publishedKeyForm'
  | 'likelyPublishedKeyForm'
  | 'ecdsaKey'
  | 'encryption'
  | 'firstEncryption'
