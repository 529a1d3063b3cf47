import { randomUUID } from 'node:crypto'
import type { Client } from '../clients/clients.ts'
import type { Call } from '../http/call.ts'
import { audienceClaim } from '../issuer/audience.ts'
import { claimsByRules } from '../issuer/claims-rules.ts'
import type { User } from '../issuer/users.ts'
import { createReference, referenceKey } from './reference.ts'

/** What to issue an access token for. */
export interface AccessTokenRequest {
  readonly client: Client
  readonly grantType: string
  /** Without a user, the client is the subject. */
  readonly user?: Pick<User, 'sub' | 'claims'>
  readonly scopes: readonly string[]
  readonly audiences: readonly string[]
  /** The thumbprint of the key that the token is bound to (RFC 9449 §6.1). */
  readonly jkt?: string
  /** The id of the authorization. Revoking it revokes the token. */
  readonly authorizationId?: string
  readonly authTime?: number
  readonly acr?: string
  /** Further claims, such as `act` (RFC 8693 §4.1). */
  readonly claims?: Readonly<Record<string, unknown>>
}

/** Issues an access token: a JWT (RFC 9068), or an opaque reference for introspection. */
export const issueAccessToken = async (call: Call, request: AccessTokenRequest): Promise<string> => {
  const { tenant, urls } = call
  const { client } = request
  const settings = tenant.settings()
  const format = client.accessTokens ?? settings.accessTokens
  const now = tenant.clock.now()
  const claims = claimsOf(call, request, now)
  if (format === 'opaque') return issueReference(call, { iss: urls.issuer, iat: now, jti: randomUUID(), ...claims })
  return tenant.mint(urls, { now, claims, ...(format === 'at+jwt' && { header: { typ: 'at+jwt' } }) })
}

const claimsOf = ({ tenant, urls }: Call, request: AccessTokenRequest, now: number) => {
  const { client, user, scopes, grantType, jkt, authorizationId, authTime, acr } = request
  const settings = tenant.settings()
  const aud = audienceClaim(request.audiences, { client, settings, urls })
  const claimsOfRules =
    settings.claims.length > 0 &&
    claimsByRules(settings.claims, 'access_token', {
      client: client.clientId,
      ...(user && { user: user.sub }),
      scopes,
      audiences: typeof aud === 'string' ? [aud] : aud,
      grant: grantType,
    })
  return {
    sub: user?.sub ?? client.clientId,
    aud,
    client_id: client.clientId,
    exp: now + settings.lifetimes.accessToken,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(authTime !== undefined && { auth_time: authTime }),
    ...(acr !== undefined && { acr }),
    ...(authorizationId !== undefined && { grant_id: authorizationId }),
    ...(jkt !== undefined && { cnf: { jkt } }),
    ...request.claims,
    ...claimsOfRules,
  }
}

const issueReference = async ({ tenant }: Call, claims: Readonly<Record<string, unknown>>): Promise<string> => {
  const reference = createReference()
  await tenant.store.set(referenceKey('access', reference), claims, tenant.settings().lifetimes.accessToken + 3600)
  return reference
}
