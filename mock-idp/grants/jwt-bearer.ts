import { verifyAssertion } from '../clients/authentication/assertion.ts'
import { invalidRequest, OAuthError } from '../errors.ts'
import { requestedAudiences } from '../issuer/audience.ts'
import { requestedScopes } from '../issuer/scope.ts'
import { issueAccessToken } from '../tokens/access-token.ts'
import type { Grant } from './grant.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/** A token for the subject of an assertion (RFC 7523 §2.1), which is signed with a key or the secret of the client. */
export const jwtBearer: Grant = {
  grantType,
  async run({ call, client, form, dpop }) {
    const assertion = form.get('assertion')
    if (assertion === undefined) throw invalidRequest('assertion is missing.')
    const { sub } = await verifyAssertion(call, client, assertion).catch((error: unknown) => {
      if (!(error instanceof OAuthError) || error.status >= 500) throw error
      throw new OAuthError(400, 'invalid_grant', { description: 'The assertion is not valid.', detail: error.detail })
    })
    const scopes = requestedScopes(form, client)
    call.draft.user = sub
    return {
      access_token: await issueAccessToken(call, {
        client,
        grantType,
        user: call.tenant.users.find(sub) ?? { sub },
        scopes,
        audiences: requestedAudiences(form),
        ...(dpop && { jkt: dpop.jkt }),
      }),
      token_type: dpop ? 'DPoP' : 'Bearer',
      expires_in: call.tenant.settings().lifetimes.accessToken,
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    }
  },
}
