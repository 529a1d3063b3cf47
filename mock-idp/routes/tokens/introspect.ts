import { authenticateClient } from '../../clients/authentication/authenticate.ts'
import type { Client } from '../../clients/clients.ts'
import { invalidRequest, OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { readForm } from '../../http/form.ts'
import { claimsByRules } from '../../issuer/claims-rules.ts'
import { findRefreshToken, isFamilyActive } from '../../tokens/refresh-token.ts'
import { boundKeyThumbprint } from '../../tokens/require-access-token.ts'
import { audiencesOf, scopesOf, subjectOf } from '../../tokens/token-claims.ts'
import { verifyAccessToken } from '../../tokens/verify.ts'

type Description = Readonly<Record<string, unknown>>

/** Token introspection (RFC 7662), for confidential clients. */
export const introspect = async (call: Call): Promise<Response> => {
  const form = await readForm(call)
  const client = await authenticateClient(call, form)
  checkConfidential(call, client)
  const token = form.get('token')
  if (token === undefined) throw invalidRequest('token is missing.')
  // token_type_hint is not needed, because both lookups are fast (§2.1).
  const description = (await describeAccessToken(call, token)) ?? (await describeRefreshToken(call, client, token))
  call.draft.decision = description ? 'active' : 'inactive'
  return call.respond(JSON.stringify(description ?? { active: false }), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}

/** A public client does not authenticate, so anyone could use its id to test tokens (§2.1, §4). */
const checkConfidential = ({ tenant }: Call, { clientSecret, jwks, clientId }: Client): void => {
  if (clientSecret !== undefined || jwks !== undefined || tenant.settings().permissive) return
  throw new OAuthError(401, 'invalid_client', {
    description: 'Introspection requires a client with a secret or a key.',
    detail: `${clientId} is a public client`,
    headers: { 'WWW-Authenticate': 'Basic realm="mock-idp"' },
  })
}

const describeAccessToken = async (call: Call, token: string): Promise<Description | undefined> => {
  const { tenant, draft } = call
  const verdict = await verifyAccessToken(call, token)
  if (!verdict.valid) {
    draft.reason = `the token ${verdict.reason}`
    return undefined
  }
  const { grant_id: _, ...claims } = verdict.claims
  const client = typeof claims.client_id === 'string' ? claims.client_id : undefined
  const user = claims.sub === client ? undefined : await subjectOf(tenant, claims)
  return {
    ...claims,
    ...(user && { username: user.username ?? user.sub }),
    ...claimsByRules(tenant.settings().claims, 'introspection', {
      ...(client !== undefined && { client }),
      ...(user && { user: user.sub }),
      scopes: scopesOf(claims),
      audiences: audiencesOf(claims),
    }),
    active: true,
    token_type: boundKeyThumbprint(claims) === undefined ? 'Bearer' : 'DPoP',
  }
}

/** Only for the client that the token was issued to. */
const describeRefreshToken = async (
  { tenant, urls, draft }: Call,
  { clientId }: Client,
  token: string,
): Promise<Description | undefined> => {
  const found = await findRefreshToken(tenant, token)
  if (!found) return undefined
  const { authorization, exp } = found
  const { scopes, user } = authorization
  draft.reason = 'a refresh token that is expired, revoked or was issued to another client'
  const active = exp > tenant.clock.now() && (await isFamilyActive(tenant, authorization.id))
  if (!active || authorization.clientId !== clientId) return undefined
  draft.reason = 'a refresh token'
  const scope = scopes.length > 0 && { scope: scopes.join(' ') }
  return { active: true, iss: urls.issuer, sub: user.sub, client_id: clientId, exp, ...scope }
}
