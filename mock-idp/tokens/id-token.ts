import { createHash } from 'node:crypto'
import type { Client } from '../clients/clients.ts'
import type { Call } from '../http/call.ts'
import { claimsByRules } from '../issuer/claims-rules.ts'
import { findAlgorithm } from '../keys/algorithms.ts'
import type { Authorization } from './authorization.ts'
import { releasedClaims } from './scope-claims.ts'

export interface IdTokenRequest {
  readonly client: Client
  readonly grantType: string
  readonly authorization: Authorization
  readonly scopes: readonly string[]
  readonly accessToken: string
  /** Only for the code of the request, not for a refresh. */
  readonly nonce?: string
}

/**
 * Issues an ID token (OpenID Connect Core 1.0 §2). It contains the claims that the scopes release, so that no request to
 * the UserInfo endpoint is needed.
 */
export const issueIdToken = async ({ tenant, urls }: Call, request: IdTokenRequest): Promise<string> => {
  const { client, authorization, scopes, grantType } = request
  const { user, authTime, sid, acr } = authorization
  const settings = tenant.settings()
  const now = tenant.clock.now()
  const alg = client.idTokenAlg ?? tenant.keys.algs[0] ?? 'RS256'
  const claims = {
    ...releasedClaims(user.claims, scopes),
    sub: user.sub,
    aud: client.clientId,
    iat: now,
    exp: now + settings.lifetimes.idToken,
    at_hash: halfHash(alg, request.accessToken),
    ...(authTime !== undefined && { auth_time: authTime }),
    ...(request.nonce !== undefined && { nonce: request.nonce }),
    ...(sid !== undefined && { sid }),
    ...(acr !== undefined && { acr }),
    ...claimsByRules(settings.claims, 'id_token', {
      client: client.clientId,
      user: user.sub,
      scopes,
      audiences: [client.clientId],
      grant: grantType,
    }),
  }
  return tenant.mint(urls, { now, alg, claims, withoutClaims: ['nbf', 'jti'] })
}

/** `at_hash`: the left half of the hash with the hash function of the algorithm (OpenID Connect Core 1.0 §3.1.3.6). */
const halfHash = (alg: string, text: string): string => {
  // EdDSA has no separate hash function. Ed25519 uses SHA-512 internally, and other issuers use it for at_hash.
  const digest = createHash(findAlgorithm(alg).digest ?? 'sha512')
    .update(text, 'ascii')
    .digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
