import { invalidRequest, OAuthError } from '../errors.ts'
import { narrowAudiences } from '../issuer/audience.ts'
import { invalidGrant, redeemCode } from '../sign-in/code.ts'
import { checkVerifier } from '../sign-in/pkce.ts'
import { issueTokens } from '../tokens/issue.ts'
import type { Grant } from './grant.ts'

const grantType = 'authorization_code'

/** Exchanges an authorization code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export const authorizationCode: Grant = {
  grantType,
  async run({ call, client, form, dpop }) {
    const code = form.get('code')
    if (code === undefined) throw invalidRequest('code is missing.')
    const grant = await redeemCode(call.tenant, code)
    const { authorization, nonce, dpopJkt } = grant
    if (authorization.clientId !== client.clientId) throw invalidGrant('the code was issued to another client')
    const redirectUri = form.get('redirect_uri')
    if (redirectUri !== grant.redirectUri && (grant.redirectUriSent || redirectUri !== undefined)) {
      throw invalidGrant('redirect_uri differs from that of the authorization request')
    }
    checkVerifier(grant.challenge, form.get('code_verifier'))
    if (dpopJkt !== undefined && dpopJkt !== dpop?.jkt) {
      throw new OAuthError(400, 'invalid_dpop_proof', {
        description: 'The proof is not signed with the key of dpop_jkt.',
      })
    }
    return issueTokens(call, {
      client,
      grantType,
      authorization,
      scopes: authorization.scopes,
      audiences: narrowAudiences(form, authorization.audiences),
      refresh: client.grantTypes?.includes('refresh_token') ?? true,
      ...(dpop && { dpop }),
      ...(nonce !== undefined && { nonce }),
    })
  },
}
