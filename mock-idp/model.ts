/** What a mock issuer can be asked for. Types only. */

/** A JSON Web Key as published: public members only (RFC 7517 §4). */
export interface PublicJwk {
  readonly kty: string
  readonly kid: string
  readonly alg?: string
  readonly use?: string
  readonly crv?: string
  readonly n?: string
  readonly e?: string
  readonly x?: string
  readonly y?: string
}

/** A JWK Set (RFC 7517 §5). */
export interface JwkSet {
  readonly keys: readonly PublicJwk[]
}

/** Bytes in a recipe: text is sent as UTF-8, anything else as base64url. */
export type RecipeBytes = string | { readonly base64url: string }

/**
 * A token to be minted by the issuer: the good token of the profile, changed only where the recipe says so.
 * `exp`, `nbf` and `iat` may be relative, such as `-5m` or `+1h` (units s, m, h, d).
 */
export interface TokenRecipe {
  /** The algorithm that really signs (RFC 7518 §3.1). Default: the first declared one. */
  readonly alg?: string
  /** The published key that signs. Default: the active key for `alg`. */
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

/** An issuer that mints on request: the mock IdP in this process, or the client of one elsewhere. */
export interface Issuer {
  readonly issuer: string
  readonly jwksUri: string
  mint(recipe: TokenRecipe & { readonly now?: number }): Promise<string>
  jwks(): Promise<JwkSet>
}
