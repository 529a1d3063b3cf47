import type { JwkSet, TokenRecipe } from './issuer.ts'

/** How a forged token differs from the valid one, as data. Types only. */

type Members = Readonly<Record<string, unknown>>

/** Exact content of a part: a text in UTF-8, or bytes as a Latin-1 text, one character a byte. */
export type RawContent = string | { readonly bytes: string }

/** The same JSON in other bytes: `spaced` has other whitespace, `reversed` its members in reverse order. */
export type Rewriting = 'spaced' | 'reversed'

/** A change of the bytes of a signature. */
export type SignatureChange =
  | 'first-byte-flipped'
  | 'middle-byte-flipped'
  | 'last-byte-flipped'
  | 'all-bytes-00'
  | 'all-bytes-FF'
  | 'first-half'
  | 'last-byte-removed'
  | 'one-byte-added'

export type HmacAlgorithm = 'HS256' | 'HS384' | 'HS512'

/** A number that no valid ECDSA signature holds as r or s. `n` is the group order, `p` the field prime. */
export type DegenerateNumber = '0' | '1' | 'n-1' | 'n' | 'n+1' | 'p' | 'max'

/**
 * - `original`: that of the valid token, which no longer fits what it signs
 * - `empty`: nothing behind the second dot
 * - `random`: random bytes, as many as the valid signature has
 * - `issuer`: the issuer signs the forged header and payload
 * - `untrusted`: signed with the algorithm of the valid token, or RS256 for an HMAC, by a key that the issuer does not publish
 */
export type SignatureRecipe =
  | 'original'
  | 'empty'
  | 'random'
  | 'issuer'
  | 'untrusted'
  /** The text behind the second dot. */
  | { readonly text: string }
  | { readonly change: SignatureChange }
  /** A MAC, with the header parameter `alg` set to match (RFC 7518 §3.2). */
  | { readonly hmac: HmacAlgorithm; readonly secret: string | Uint8Array }
  /** For the curve of the header parameter `alg`; `DER` instead of r and s side by side (RFC 7518 §3.4). */
  | { readonly r: DegenerateNumber; readonly s: DegenerateNumber; readonly encoding?: 'DER' }

/** What is written in another form than the compact serialization. */
export type TokenForm =
  /** A JSON serialization (RFC 7515 §7.2), `encoded` as a whole. */
  | {
      readonly json: 'flattened' | 'general'
      readonly encoded?: 'percent' | 'base64url'
      /** The claims with these merged in, as an unprotected header. */
      readonly unprotectedClaims?: Members
      /** A further member `jwt`: the compact token with these claims merged in. */
      readonly memberClaims?: Members
    }
  /** A JSON serialization that looks like a compact token, with these claims merged in, to a parser that splits it at its dots. */
  | { readonly polyglot: 'flattened' | 'general'; readonly claims: Members; readonly padding?: string }
  /** A compact JWE (RFC 7516 §7.1) to a published key; `header` is added to its protected header. */
  | {
      readonly encryptedTo: JwkSet['keys'][number] | string
      readonly alg: string
      readonly content: 'claims' | 'unsigned JWT' | 'JWT by an untrusted key'
      readonly header: Members
    }

/** A token as its differences from the valid token of the check. What is not named stays as it is. */
export interface Forgery {
  /** Minted by the issuer to start from, instead of the valid token. Any JWT can be given another alg, if no signature is kept. */
  readonly from?: TokenRecipe
  /** Merged over the header. */
  readonly header?: Members
  readonly withoutHeader?: readonly string[]
  readonly rawHeader?: RawContent
  readonly rewrittenHeader?: Rewriting
  /** The header with this JSON text as the value of alg, for spellings that no serializer writes. */
  readonly algText?: string
  /** Merged over the claims. */
  readonly claims?: Members
  readonly rewrittenClaims?: Rewriting
  /** The payload of another token, which the issuer mints. */
  readonly payloadOf?: TokenRecipe
  /** Default: `original`. */
  readonly signature?: SignatureRecipe
  readonly form?: TokenForm
}
