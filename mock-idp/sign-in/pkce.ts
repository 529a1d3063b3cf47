import { hash, timingSafeEqual } from 'node:crypto'
import { invalidRequest, OAuthError } from '../errors.ts'
import type { Form } from '../http/form.ts'
import type { Settings } from '../settings.ts'

/** A code challenge (RFC 7636 §4.3). */
export interface CodeChallenge {
  readonly method: 'S256' | 'plain'
  readonly challenge: string
}

/** §4.2. A SHA-256 hash in base64url has 43 characters, like the shortest verifier. */
const syntax = /^[\w.~-]{43,128}$/

/** @throws {OAuthError} `invalid_request` if a challenge is required and missing, or malformed */
export const readChallenge = (form: Form, { pkce }: Pick<Settings, 'pkce'>): CodeChallenge | undefined => {
  const challenge = form.get('code_challenge')
  const method = form.get('code_challenge_method') ?? (challenge === undefined ? 'S256' : 'plain')
  if (challenge === undefined && pkce === 'optional') return undefined
  if (challenge === undefined) throw invalidRequest('code_challenge is missing; PKCE with S256 is required.')
  if (method !== 'S256' && (method !== 'plain' || pkce === 'S256')) {
    throw invalidRequest(`code_challenge_method must be ${pkce === 'S256' ? 'S256' : 'S256 or plain'}.`)
  }
  if (syntax.test(challenge)) return { method, challenge }
  throw invalidRequest('code_challenge must have 43 to 128 characters: letters, digits or -._~.')
}

/** @throws {OAuthError} `invalid_grant` if the verifier does not match (RFC 7636 §4.6), or there was no challenge (RFC 9700 §2.1.1) */
export const checkVerifier = (expected: CodeChallenge | undefined, verifier: string | undefined): void => {
  if (expected === undefined && verifier === undefined) return
  if (expected === undefined) throw invalidGrant('code_verifier was sent, but there was no code_challenge')
  if (verifier === undefined) throw invalidGrant('code_verifier is missing')
  if (!syntax.test(verifier)) throw invalidGrant('code_verifier is malformed')
  const derived = expected.method === 'plain' ? verifier : hash('sha256', verifier, 'base64url')
  const [one, other] = [Buffer.from(derived), Buffer.from(expected.challenge)]
  if (one.length !== other.length || !timingSafeEqual(one, other)) {
    throw invalidGrant('code_verifier does not match the code_challenge')
  }
}

const invalidGrant = (detail: string): OAuthError =>
  new OAuthError(400, 'invalid_grant', { description: 'The code_verifier does not match.', detail })
