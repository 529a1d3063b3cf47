import type { Client } from '../clients/clients.ts'
import type { Call } from '../http/call.ts'
import type { Session } from '../sign-in/session.ts'

/** Seconds. */
const lifetime = 120

/** A logout token (OpenID Connect Back-Channel Logout 1.0 §2.4). Without a nonce, so that it is not taken for an ID token. */
export const issueLogoutToken = ({ tenant, urls }: Call, client: Client, { user, sid }: Session): Promise<string> => {
  const now = tenant.clock.now()
  return tenant.mint(urls, {
    now,
    header: { typ: 'logout+jwt' },
    ...(client.idTokenAlg !== undefined && { alg: client.idTokenAlg }),
    claims: {
      sub: user.sub,
      aud: client.clientId,
      iat: now,
      exp: now + lifetime,
      sid,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    },
    withoutClaims: ['nbf'],
  })
}
