import { createHmac, hash, randomBytes } from 'node:crypto'
import type { Client } from '../clients/clients.ts'
import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'

/** The accepted signature algorithms of proofs, which must be asymmetric (RFC 9449 §4.2). */
export const dpopAlgs = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'Ed25519']

/** Seconds. The maximum difference between `iat` and the clock (RFC 9449 §11.1). */
const window = 300

/**
 * Verifies the DPoP proof of a request to the token endpoint (RFC 9449 §5), and returns the thumbprint of its key.
 * `undefined` without a proof.
 *
 * @throws {OAuthError} `invalid_dpop_proof`, `use_dpop_nonce`
 */
export const readDpopProof = async (call: Call, client: Client): Promise<{ readonly jkt: string } | undefined> => {
  const proof = call.request.headers.get('dpop')
  if (proof !== null) return { jkt: await checkProof(call, proof) }
  if (client.requireDpop) throw invalidProof('This client must send a DPoP proof.')
  return undefined
}

/** An access token of a request, and the key that it is bound to. */
export interface BoundToken {
  /** The authentication scheme of the request. */
  readonly scheme: string
  readonly token: string
  /** The thumbprint of the key. Absent for a token that is not bound. */
  readonly jkt?: string
}

/**
 * Checks that a bound token is sent with a proof of its key, and that a token that is not bound is not sent with the
 * scheme DPoP (RFC 9449 §7.1).
 *
 * @throws {OAuthError} 401
 */
export const checkBoundToken = async (call: Call, { scheme, token, jkt }: BoundToken): Promise<void> => {
  const isDpop = scheme.toLowerCase() === 'dpop'
  if (jkt === undefined) {
    if (isDpop) throw challenge('invalid_token', 'The token is not bound to a key; send it as Bearer.')
    return
  }
  const proof = call.request.headers.get('dpop')
  if (!isDpop || proof === null)
    throw challenge('invalid_token', 'The token is bound to a key; send it as DPoP, with a proof.')
  const proven = await checkProof(call, proof, token).catch((error: unknown) => {
    if (!(error instanceof OAuthError) || error.status >= 500) throw error
    const code = error.code === 'use_dpop_nonce' ? 'use_dpop_nonce' : 'invalid_dpop_proof'
    throw challenge(code, error.message, { detail: error.detail, fields: error.headers })
  })
  if (proven !== jkt)
    throw challenge('invalid_token', 'The proof is signed with another key than the one of the token.')
}

/** Verifies a proof (RFC 9449 §4.3) and returns the thumbprint of its key. */
const checkProof = async (call: Call, proof: string, accessToken?: string): Promise<string> => {
  const { tenant, urls, request } = call
  const { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } = await import('jose')
  const now = tenant.clock.now()
  const verified = await jwtVerify(proof, EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: dpopAlgs,
    currentDate: new Date(now * 1000),
  }).catch((error: unknown) => {
    throw invalidProof('The DPoP proof is malformed or its signature is invalid.', String(error))
  })
  const { payload, protectedHeader } = verified
  const { htm, htu, iat, jti, ath, nonce } = payload
  if (htm !== request.method) throw invalidProof('htm is not the method of the request.')
  if (!namesEndpoint(htu, [urls.origin, new URL(request.url).origin], new URL(request.url).pathname)) {
    throw invalidProof('htu is not the URL of the request.')
  }
  if (typeof iat !== 'number' || Math.abs(now - iat) > window) throw invalidProof('iat is missing or not recent.')
  if (typeof jti !== 'string' || jti === '') throw invalidProof('jti is missing.')
  if (accessToken !== undefined && ath !== hash('sha256', accessToken, 'base64url')) {
    throw invalidProof('ath is not the hash of the access token.')
  }
  if (tenant.settings().dpopNonce && !isCurrentNonce(nonce, now)) throw useNonce(nonceOf(now))
  const jtiHash = hash('sha256', jti, 'base64url')
  if (!(await tenant.store.add(`dpop:${jtiHash}`, true, 2 * window))) throw invalidProof('The proof was used before.')
  return calculateJwkThumbprint(protectedHeader.jwk ?? {})
}

/** Compares normalized URLs without query and fragment (RFC 9449 §4.3). */
const namesEndpoint = (htu: unknown, origins: readonly string[], path: string): boolean => {
  const url = typeof htu === 'string' ? URL.parse(htu) : null
  return url !== null && origins.includes(url.origin) && url.pathname === path
}

// A nonce is an HMAC of the time when it was issued, so nonces need not be stored.
const nonceKey = randomBytes(32)

const timeSlice = (now: number): number => Math.floor(now / window)

const nonceAt = (at: number): string => createHmac('sha256', nonceKey).update(String(at)).digest('base64url')

const nonceOf = (now: number): string => nonceAt(timeSlice(now))

const isCurrentNonce = (nonce: unknown, now: number): boolean =>
  nonce === nonceOf(now) || nonce === nonceAt(timeSlice(now) - 1)

const useNonce = (nonce: string): OAuthError =>
  new OAuthError(400, 'use_dpop_nonce', {
    description: 'Use the nonce of the DPoP-Nonce field in the proof.',
    headers: { 'DPoP-Nonce': nonce },
  })

const invalidProof = (description: string, detail?: string): OAuthError =>
  new OAuthError(400, 'invalid_dpop_proof', { description, ...(detail !== undefined && { detail }) })

const challenge = (
  code: 'invalid_token' | 'invalid_dpop_proof' | 'use_dpop_nonce',
  description: string,
  { detail, fields = {} }: { readonly detail?: string; readonly fields?: Readonly<Record<string, string>> } = {},
): OAuthError =>
  new OAuthError(401, code, {
    description,
    ...(detail !== undefined && { detail }),
    headers: { ...fields, 'WWW-Authenticate': `DPoP error="${code}", algs="${dpopAlgs.join(' ')}"` },
  })
