import { audienceOf } from '../audience.ts'
import { scopeOf } from '../scope.ts'
import type { Grant } from './grant.ts'

/** The client acts for itself (RFC 6749 §4.4): it is the subject, and there is no refresh token (§4.4.3). */
export const clientCredentials: Grant = async ({ provider, client, form }) => {
  const scope = scopeOf(form)
  const aud = audienceOf(form, client)
  const { accessTokenTtl } = provider
  const now = provider.now()
  const claims = { sub: client.clientId, client_id: client.clientId, exp: now + accessTokenTtl, ...aud, ...scope }
  return {
    access_token: await provider.mint({ now, claims }),
    token_type: 'Bearer',
    expires_in: accessTokenTtl,
    ...scope,
  }
}
