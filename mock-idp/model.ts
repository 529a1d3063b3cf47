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
export type MintRecipe = TokenRecipe & { readonly now?: number }

/** An issuer that mints on request: the mock IdP in this process, or the client of one elsewhere. */
export interface Issuer {
  readonly issuer: string
  readonly jwksUri: string
  mint(recipe: MintRecipe): Promise<string>
  jwks(): Promise<JwkSet>
}

export interface RotateOptions {
  /** Default: every algorithm of the issuer. */
  readonly alg?: string
  /** `overlap` (default) keeps the replaced key published, `withdraw` takes it from the JWK Set at once. */
  readonly mode?: 'overlap' | 'withdraw'
}

/** The kids of a replaced active key and of its fresh successor. */
export interface Rotated {
  readonly alg: string
  readonly previous: string
  readonly current: string
}

/** A key that the issuer has, or had: withdrawn keys still sign when a recipe names them. */
export interface KeyState {
  readonly kid: string
  readonly alg: string
  /** Whether it signs by default. Each algorithm always has one active key. */
  readonly active: boolean
  readonly published: boolean
  readonly jwk: PublicJwk
}

/** An issuer whose keys can be changed. */
export interface ControlledIssuer extends Issuer {
  keys(): Promise<readonly KeyState[]>
  /** Replaces active keys by fresh ones; other published keys stay. */
  rotate(options?: RotateOptions): Promise<readonly Rotated[]>
  /** Takes a key from the JWK Set; an active one is succeeded by another of its algorithm, fresh if need be. */
  withdraw(kid: string): Promise<void>
}
