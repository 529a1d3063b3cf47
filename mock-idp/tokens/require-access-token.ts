import type { Call } from '../http/call.ts'
import { checkBoundToken } from './dpop.ts'
import { challengeError, readPresentedToken } from './presented-token.ts'
import { verifyAccessToken } from './verify.ts'

/**
 * Verifies the access token of a request to a protected resource, with its DPoP proof if it is bound to a key, and
 * returns its claims.
 *
 * @throws {OAuthError} `invalid_token`, `invalid_request`, or `invalid_dpop_proof`, with a challenge
 */
export const requireAccessToken = async (call: Call): Promise<Readonly<Record<string, unknown>>> => {
  const { scheme, token } = await readPresentedToken(call)
  const verdict = await verifyAccessToken(call, token)
  if (!verdict.valid) {
    const detail = `the token ${verdict.reason}`
    throw challengeError(401, 'invalid_token', 'The access token is unknown, expired or revoked.', { detail })
  }
  const { claims } = verdict
  if (typeof claims.client_id === 'string') call.draft.client = claims.client_id
  if (typeof claims.sub === 'string') call.draft.user = claims.sub
  const jkt = boundKeyThumbprint(claims)
  await checkBoundToken(call, { scheme, token, ...(jkt !== undefined && { jkt }) })
  return claims
}

/** The thumbprint of the key that a token is bound to (RFC 9449 §6.1). */
export const boundKeyThumbprint = ({ cnf }: Readonly<Record<string, unknown>>): string | undefined => {
  const jkt = typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined
  return typeof jkt === 'string' ? jkt : undefined
}
