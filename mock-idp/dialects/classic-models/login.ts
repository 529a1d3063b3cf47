import { createHash, randomUUID } from 'node:crypto'
import type { Client } from '../../clients/clients.ts'
import { OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import type { User } from '../../issuer/users.ts'
import { issueAccessToken } from '../../tokens/access-token.ts'
import type { Authorization } from '../../tokens/authorization.ts'
import { beginFamily, invalidRefreshToken, issueRefreshToken, useRefreshToken } from '../../tokens/refresh-token.ts'
import { answer } from './answer.ts'
import { readBody, textMembers } from './body.ts'
import { missing, unauthorized } from './errors.ts'

/** The client that its tokens name. It is not in the registry of clients and cannot authenticate. */
const client: Client = { clientId: 'classic-models', accessTokens: 'jwt' }

/** Exists in every issuer that has no user of this name. */
const demo: User = {
  sub: 'demo',
  username: 'demo',
  password: 'demo123',
  claims: { email: 'demo@idp.example', given_name: 'Demo', family_name: 'User' },
}

/** Exchanges user name and password for `{ access, refresh, user }`. */
export const login = async (call: Call): Promise<Response> => {
  const names = ['username', 'password'] as const
  const { username, password } = textMembers(await readBody(call.request), names)
  if (username === undefined || password === undefined) {
    return missing(call, [
      ...(username === undefined ? ['username'] : []),
      ...(password === undefined ? ['password'] : []),
    ])
  }
  const user = authenticateUser(call, username, password)
  if (!user)
    return unauthorized(
      call,
      'no_active_account',
      `wrong user name or password for ${JSON.stringify(username.slice(0, 60))}`,
    )
  const authorization: Authorization = {
    id: randomUUID(),
    clientId: client.clientId,
    user: { sub: user.sub, ...(user.claims && { claims: user.claims }) },
    scopes: [],
    audiences: [],
    authTime: call.tenant.clock.now(),
  }
  await beginFamily(call.tenant, authorization)
  const [access, refresh] = await Promise.all([
    accessToken(call, authorization),
    issueRefreshToken(call, { authorization }),
  ])
  call.draft.decision = 'issued'
  return answer(call, { access, refresh, user: describe(user) })
}

/** Exchanges a refresh token for `{ access, refresh }`. A second use of it revokes all tokens of the login. */
export const refresh = async (call: Call): Promise<Response> => {
  const { tenant } = call
  const { refresh: sent } = textMembers(await readBody(call.request), ['refresh'] as const)
  if (sent === undefined) return missing(call, ['refresh'])
  try {
    const { authorization } = await useRefreshToken(tenant, sent, ({ authorization: { clientId } }) => {
      if (clientId !== client.clientId) throw invalidRefreshToken(`a refresh token of ${clientId}`)
    })
    const refreshToken = tenant.settings().rotateRefreshTokens ? issueRefreshToken(call, { authorization }) : sent
    const [access, next] = await Promise.all([accessToken(call, authorization), refreshToken])
    call.draft.decision = 'refreshed'
    return answer(call, { access, refresh: next })
  } catch (error) {
    if (error instanceof OAuthError && error.code === 'invalid_grant')
      return unauthorized(call, 'token_not_valid', error.detail)
    throw error
  }
}

const authenticateUser = ({ tenant }: Call, username: string, password: string): User | undefined => {
  const user = tenant.users.withPassword(username, password)
  if (user || tenant.users.find(demo.sub)) return user
  return username === demo.username && password === demo.password ? demo : undefined
}

const accessToken = (call: Call, { id, user, authTime }: Authorization): Promise<string> => {
  call.draft.client = client.clientId
  call.draft.user = user.sub
  return issueAccessToken(call, {
    client,
    grantType: 'password',
    user,
    scopes: [],
    audiences: [],
    authorizationId: id,
    ...(authTime !== undefined && { authTime }),
    claims: { token_type: 'access', user_id: numberOf(user.sub) },
  })
}

/** A user as the serializer of the backend has it: the primary key is an integer. */
const describe = ({ sub, username = sub, claims = {} }: User) => ({
  id: numberOf(sub),
  username,
  email: claims.email ?? '',
  first_name: claims.given_name ?? '',
  last_name: claims.family_name ?? '',
  is_active: true,
  date_joined: '2026-01-01T00:00:00Z',
})

/** The subject as a number, where it is one; else a positive number of 31 bits that is always the same for it. */
const numberOf = (sub: string): number =>
  /^[1-9]\d{0,8}$/.test(sub) ? Number(sub) : createHash('sha256').update(sub).digest().readUInt32BE() >>> 1 || 1
