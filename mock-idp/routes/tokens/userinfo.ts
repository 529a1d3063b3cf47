import type { Call } from '../../http/call.ts'
import { claimsByRules } from '../../issuer/claims-rules.ts'
import { challengeError } from '../../tokens/presented-token.ts'
import { requireAccessToken } from '../../tokens/require-access-token.ts'
import { releasedClaims } from '../../tokens/scope-claims.ts'
import { audiencesOf, scopesOf, subjectOf } from '../../tokens/token-claims.ts'

/** The UserInfo endpoint (OpenID Connect Core 1.0 §5.3): the claims of the user that the scopes release. */
export const userinfo = async (call: Call): Promise<Response> => {
  const { tenant, urls, request, respond } = call
  const token = await requireAccessToken(call)
  const scopes = scopesOf(token)
  const user = await subjectOf(tenant, token)
  if (!user || !scopes.includes('openid')) {
    throw challengeError(403, 'insufficient_scope', 'The access token must have the scope openid.', { scope: 'openid' })
  }
  const client = typeof token.client_id === 'string' ? token.client_id : undefined
  const claims = {
    ...releasedClaims(user.claims, scopes),
    sub: user.sub,
    ...claimsByRules(tenant.settings().claims, 'userinfo', {
      ...(client !== undefined && { client }),
      user: user.sub,
      scopes,
      audiences: audiencesOf(token),
    }),
  }
  const noStore = { 'Cache-Control': 'no-store' }
  if (request.headers.get('accept')?.startsWith('application/jwt')) {
    // A signed response (§5.3.2) has iss and aud, and does not expire.
    const signed = { claims: { ...claims, aud: client }, withoutClaims: ['exp', 'nbf', 'jti'] }
    return respond(await tenant.mint(urls, signed), { headers: { 'Content-Type': 'application/jwt', ...noStore } })
  }
  return respond(JSON.stringify(claims), { headers: { 'Content-Type': 'application/json', ...noStore } })
}
