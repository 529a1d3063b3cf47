/** Bytes in a recipe: text is sent as UTF-8, anything else as base64url. */
export type RecipeBytes = string | { readonly base64url: string }

/**
 * A token to be minted by the issuer: the good token of the profile, changed only where the recipe says so.
 * `exp`, `nbf` and `iat` may be relative, such as `-5m` or `+1h` (units s, m, h, d).
 */
export interface TokenRecipe {
  /** The algorithm that really signs (RFC 7518 §3.1). Default: the first declared one. */
  readonly alg?: string
  /** The published key that signs, or one that was withdrawn. Default: the active key for `alg`. */
  readonly kid?: string
  /** Merged over the good JOSE header. */
  readonly header?: Readonly<Record<string, unknown>>
  /** Merged over the good claims. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Names of claims left out. */
  readonly withoutClaims?: readonly string[]
  /** Names of header parameters left out. */
  readonly withoutHeader?: readonly string[]
  /** The exact JOSE header, signed as it stands, instead of `header`. */
  readonly rawHeader?: RecipeBytes
  /** The exact payload, signed as it stands, instead of `claims`. */
  readonly rawPayload?: RecipeBytes
  /** Put in the place of the signature, base64url or not, instead of signing. */
  readonly signature?: string
}

/** A recipe and the time that counts as now, in seconds since the epoch. Default: the clock of the issuer. */
export type MintRecipe = TokenRecipe & {
  readonly now?: number
  /** A flaw by name; what else the recipe says is kept where the flaw allows it. */
  readonly flaw?: string
}
