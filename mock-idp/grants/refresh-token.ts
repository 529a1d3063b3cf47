import { invalidRequest } from '../errors.ts'
import { narrowAudiences } from '../issuer/audience.ts'
import { narrowScopes } from '../issuer/scope.ts'
import { issueTokens } from '../tokens/issue.ts'
import { invalidRefreshToken, useRefreshToken } from '../tokens/refresh-token.ts'
import type { Grant } from './grant.ts'

const grantType = 'refresh_token'

/** New tokens for a refresh token (RFC 6749 §6), which is rotated (RFC 9700 §4.14.2). */
export const refreshToken: Grant = {
  grantType,
  async run({ call, client, form, dpop }) {
    const reference = form.get('refresh_token')
    if (reference === undefined) throw invalidRequest('refresh_token is missing.')
    let scopes: readonly string[] = []
    let audiences: readonly string[] = []
    // Checked before the token is used up, so that a mistake of the client, or another client, does not use it up.
    const { authorization } = await useRefreshToken(call.tenant, reference, ({ authorization: granted, jkt }) => {
      if (granted.clientId !== client.clientId) {
        throw invalidRefreshToken('the refresh token belongs to another client')
      }
      if (jkt !== undefined && jkt !== dpop?.jkt) {
        throw invalidRefreshToken('the refresh token is bound to a key that the request does not prove')
      }
      scopes = narrowScopes(form, client, granted.scopes)
      audiences = narrowAudiences(form, granted.audiences)
    })
    return issueTokens(call, {
      client,
      grantType,
      authorization,
      scopes,
      audiences,
      refresh: call.tenant.settings().rotateRefreshTokens,
      ...(dpop && { dpop }),
    })
  },
}
