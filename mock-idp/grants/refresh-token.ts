import { invalidRequest } from '../errors.ts'
import { narrowedAudiences } from '../issuer/audience.ts'
import { narrowedScopes } from '../issuer/scope.ts'
import { issueTokens } from '../tokens/issue.ts'
import { findRefreshToken, invalidRefreshToken, useRefreshToken } from '../tokens/refresh-token.ts'
import type { Grant } from './grant.ts'

const grantType = 'refresh_token'

/** Fresh tokens for a refresh token (RFC 6749 §6), which is replaced (RFC 9700 §4.14.2). */
export const refreshToken: Grant = {
  grantType,
  async run({ call, client, form, dpop }) {
    const reference = form.get('refresh_token')
    if (reference === undefined) throw invalidRequest('refresh_token is missing.')
    // Looked at before it is used, so that a mistake of the client, or another client, does not use it up.
    const found = await findRefreshToken(call.tenant, reference)
    if (found && found.authorization.clientId !== client.clientId) {
      throw invalidRefreshToken('the refresh token is that of another client')
    }
    if (found?.jkt !== undefined && found.jkt !== dpop?.jkt) {
      throw invalidRefreshToken('the refresh token is bound to a key that the request does not prove')
    }
    const scopes = found && narrowedScopes(form, client, found.authorization.scopes)
    const audiences = found && narrowedAudiences(form, found.authorization.audiences)
    const { authorization } = await useRefreshToken(call.tenant, reference)
    return issueTokens(call, {
      client,
      grantType,
      authorization,
      scopes: scopes ?? authorization.scopes,
      audiences: audiences ?? authorization.audiences,
      refresh: call.tenant.settings().rotateRefreshTokens,
      ...(dpop && { dpop }),
    })
  },
}
