import { authenticateClient } from '../../clients/authentication/authenticate.ts'
import { invalidRequest, OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { readForm } from '../../http/form.ts'
import { findRefreshToken, revokeFamily } from '../../tokens/refresh-token.ts'
import { revokeJwt, revokeReference } from '../../tokens/revocation.ts'
import { verifyAccessToken } from '../../tokens/verify.ts'

/** Token revocation (RFC 7009). Revoking a refresh token revokes all tokens of its authorization (§2.1). */
export const revoke = async (call: Call): Promise<Response> => {
  const { draft, respond } = call
  const form = await readForm(call)
  const { clientId } = await authenticateClient(call, form)
  const token = form.get('token')
  if (token === undefined) throw invalidRequest('token is missing.')
  draft.decision = await revokeToken(call, clientId, token)
  return respond('', { headers: { 'Cache-Control': 'no-store', 'Content-Type': 'text/plain' } })
}

const revokeToken = async (call: Call, clientId: string, token: string): Promise<string> => {
  const { tenant, draft } = call
  const refresh = await findRefreshToken(tenant, token)
  if (refresh) {
    checkOwner(clientId, refresh.authorization.clientId)
    await revokeFamily(tenant, refresh.authorization.id)
    return 'family revoked'
  }
  const verdict = await verifyAccessToken(call, token)
  if (!verdict.valid) {
    // An invalid token needs no revocation (§2.2).
    draft.reason = `the token ${verdict.reason}`
    return 'nothing to revoke'
  }
  checkOwner(clientId, verdict.claims.client_id)
  await (verdict.header ? revokeJwt(tenant, token, verdict.claims) : revokeReference(tenant, token))
  return 'revoked'
}

/** A client may only revoke its own tokens (§2.1). The error code is that of RFC 6749 §5.2. */
const checkOwner = (clientId: string, owner: unknown): void => {
  if (owner === clientId) return
  throw new OAuthError(400, 'invalid_grant', {
    description: 'The token was issued to another client.',
    detail: `${clientId} tried to revoke a token of ${JSON.stringify(owner)}`,
  })
}
