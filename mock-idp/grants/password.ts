import { randomUUID } from 'node:crypto'
import { invalidRequest, Refusal } from '../errors.ts'
import { askedAudiences } from '../issuer/audience.ts'
import { askedScopes } from '../issuer/scope.ts'
import { issueTokens } from '../tokens/issue.ts'
import { beginFamily } from '../tokens/refresh-token.ts'
import type { Grant } from './grant.ts'

const grantType = 'password'

/** The user's own password (RFC 6749 §4.3). RFC 9700 §2.4 forbids it, so it is there only when asked for. */
export const password: Grant = {
  grantType,
  offered: ({ passwordGrant }) => passwordGrant,
  async run({ call, client, form, dpop }) {
    const [name, secret] = [form.get('username'), form.get('password')]
    if (name === undefined || secret === undefined) throw invalidRequest('username or password is missing.')
    const user = call.tenant.users.withPassword(name, secret)
    if (!user) {
      throw new Refusal(400, 'invalid_grant', { description: 'There is no user of this name and password.' })
    }
    const scopes = askedScopes(form, client)
    const audiences = askedAudiences(form)
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
