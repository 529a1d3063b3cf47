/** Bytes in a recipe: a string stands for its UTF-8 bytes. */
export type RecipeBytes = string | { readonly base64url: string }

/**
 * A token to be minted: the valid token, changed only where the recipe says so.
 * `exp`, `nbf` and `iat` may be relative, such as `-5m` or `+1h` (units s, m, h, d).
 */
export interface TokenRecipe {
  /** The algorithm of the signature (RFC 7518 §3.1), whatever the header says. Default: the first algorithm of the issuer. */
  readonly alg?: string
  /** The kid of the key that signs, published or withdrawn. Default: the active key for `alg`. */
  readonly kid?: string
  /** Replaces parameters of the valid JOSE header, or adds some. */
  readonly header?: Readonly<Record<string, unknown>>
  /** Replaces valid claims, or adds some. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** The names of claims to leave out. */
  readonly withoutClaims?: readonly string[]
  /** The names of header parameters to leave out. */
  readonly withoutHeader?: readonly string[]
  /** The exact bytes of the JOSE header, instead of `header`. */
  readonly rawHeader?: RecipeBytes
  /** The exact bytes of the payload, instead of `claims`. */
  readonly rawPayload?: RecipeBytes
  /** A string to use as the signature part, base64url or not, instead of signing. */
  readonly signature?: string
}

/** A recipe, and how to mint it. */
export type MintRecipe = TokenRecipe & {
  /** The current time, in seconds since the epoch. Default: the clock of the issuer. */
  readonly now?: number
  /** The id of a flaw. The rest of the recipe applies as far as the flaw allows. */
  readonly flaw?: string
}
