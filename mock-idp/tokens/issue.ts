import type { Client } from '../clients/clients.ts'
import type { Call } from '../http/call.ts'
import { issueAccessToken } from './access-token.ts'
import type { Authorization } from './authorization.ts'
import { issueIdToken } from './id-token.ts'
import { issueRefreshToken } from './refresh-token.ts'

/** A successful token response (RFC 6749 §5.1). */
export interface TokenResponse {
  readonly access_token: string
  readonly token_type: 'Bearer' | 'DPoP' | 'N_A'
  /** Seconds. */
  readonly expires_in: number
  readonly scope?: string
  readonly refresh_token?: string
  readonly id_token?: string
  /** RFC 8693 §2.2.1. */
  readonly issued_token_type?: string
}

export interface IssueRequest {
  readonly client: Client
  readonly grantType: string
  readonly authorization: Authorization
  readonly scopes: readonly string[]
  readonly audiences: readonly string[]
  readonly dpop?: { readonly jkt: string }
  readonly nonce?: string
  /** Whether to issue a refresh token. */
  readonly refresh: boolean
}

/** Issues the tokens for an authorization: an access token, an ID token if `openid` was granted, and a refresh token. */
export const issueTokens = async (call: Call, request: IssueRequest): Promise<TokenResponse> => {
  const { client, grantType, authorization, scopes, audiences, dpop, nonce, refresh } = request
  const { user, authTime, acr } = authorization
  const { jkt } = dpop ?? {}
  call.draft.user = user.sub
  const accessToken = await issueAccessToken(call, {
    client,
    grantType,
    user,
    scopes,
    audiences,
    authorizationId: authorization.id,
    ...(jkt !== undefined && { jkt }),
    ...(authTime !== undefined && { authTime }),
    ...(acr !== undefined && { acr }),
  })
  const bound = jkt !== undefined && client.clientSecret === undefined ? { jkt } : {}
  const [idToken, refreshToken] = await Promise.all([
    scopes.includes('openid')
      ? issueIdToken(call, {
          client,
          grantType,
          authorization,
          scopes,
          accessToken,
          ...(nonce !== undefined && { nonce }),
        })
      : undefined,
    refresh ? issueRefreshToken(call, { authorization, ...bound }) : undefined,
  ])
  return {
    access_token: accessToken,
    token_type: jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: call.tenant.settings().lifetimes.accessToken,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    ...(idToken !== undefined && { id_token: idToken }),
  }
}
