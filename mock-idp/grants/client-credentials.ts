import { requestedAudiences } from '../issuer/audience.ts'
import { requestedScopes } from '../issuer/scope.ts'
import { issueAccessToken } from '../tokens/access-token.ts'
import type { Grant } from './grant.ts'

const grantType = 'client_credentials'

/** The client acts on its own behalf (RFC 6749 §4.4). It is the subject, and gets no refresh token (§4.4.3). */
export const clientCredentials: Grant = {
  grantType,
  async run({ call, client, form, dpop }) {
    const scopes = requestedScopes(form, client)
    const request = { client, grantType, scopes, audiences: requestedAudiences(form), ...(dpop && { jkt: dpop.jkt }) }
    return {
      access_token: await issueAccessToken(call, request),
      token_type: dpop ? 'DPoP' : 'Bearer',
      expires_in: call.tenant.settings().lifetimes.accessToken,
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    }
  },
}
