import { randomUUID } from 'node:crypto'
import { invalidRequest, OAuthError } from '../errors.ts'
import { requestedAudiences } from '../issuer/audience.ts'
import { requestedScopes } from '../issuer/scope.ts'
import { issueTokens } from '../tokens/issue.ts'
import { beginFamily } from '../tokens/refresh-token.ts'
import type { Grant } from './grant.ts'

const grantType = 'password'

/** The password of the user (RFC 6749 §4.3). Off by default, because RFC 9700 §2.4 forbids it. */
export const password: Grant = {
  grantType,
  offered: ({ passwordGrant }) => passwordGrant,
  async run({ call, client, form, dpop }) {
    const [name, secret] = [form.get('username'), form.get('password')]
    if (name === undefined || secret === undefined) throw invalidRequest('username or password is missing.')
    const user = call.tenant.users.withPassword(name, secret)
    if (!user) {
      throw new OAuthError(400, 'invalid_grant', { description: 'The user name or the password is wrong.' })
    }
    const scopes = requestedScopes(form, client)
    const audiences = requestedAudiences(form)
    const { sub, claims } = user
    const authorization = {
      id: randomUUID(),
      clientId: client.clientId,
      user: { sub, ...(claims && { claims }) },
      scopes,
      audiences,
      authTime: call.tenant.clock.now(),
    }
    await beginFamily(call.tenant, authorization)
    const refresh = client.grantTypes?.includes('refresh_token') ?? true
    return issueTokens(call, { client, grantType, authorization, scopes, audiences, refresh, ...(dpop && { dpop }) })
  },
}
