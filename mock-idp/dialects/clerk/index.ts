import type { Call, Endpoint } from '../../http/call.ts'
import type { Route } from '../../http/route.ts'
import type { User } from '../../issuer/users.ts'
import { jwks } from '../../routes/metadata/jwks.ts'
import { answerError, clerkErrorResponse, invalidKey, missingKey, unknownUser } from './errors.ts'
import { clerkUser } from './user.ts'

/** The part of the backend API of Clerk by which servers verify sessions and read users. */
export const clerkRoutes: readonly Route[] = [
  {
    endpoint: 'clerk-jwks',
    method: 'GET',
    path: '/v1/jwks',
    handle: (call) => withSecretKey(call, jwks),
    renderError: clerkErrorResponse,
  },
  {
    endpoint: 'clerk-users',
    method: 'GET',
    path: '/v1/users/:id',
    handle: (call) => withSecretKey(call, readUser),
    renderError: clerkErrorResponse,
  },
  {
    endpoint: 'clerk-users',
    method: 'DELETE',
    path: '/v1/users/:id',
    handle: (call) => withSecretKey(call, deleteUser),
    renderError: clerkErrorResponse,
  },
]

/** Accepts every key with the prefix of a secret key. */
const withSecretKey = (call: Call, endpoint: Endpoint): Response | Promise<Response> => {
  const key = /^Bearer +(\S+)$/i.exec(call.request.headers.get('authorization') ?? '')?.[1]
  if (key === undefined) return answerError(call, 401, missingKey)
  return key.startsWith('sk_') ? endpoint(call) : answerError(call, 401, invalidKey)
}

const readUser = (call: Call): Response => {
  const { id, user } = requestedUser(call)
  return user ? answer(call, clerkUser(user)) : answerError(call, 404, unknownUser(id))
}

const deleteUser = (call: Call): Response => {
  const { id, user } = requestedUser(call)
  if (!user) return answerError(call, 404, unknownUser(id))
  call.tenant.users.remove(id)
  call.draft.decision = 'deleted'
  return answer(call, { id, object: 'user', deleted: true })
}

const requestedUser = ({ tenant, params, draft }: Call): { readonly id: string; readonly user?: User } => {
  const { id = '' } = params
  draft.user = id.slice(0, 200)
  const user = tenant.users.find(id)
  return user?.sub === id ? { id, user } : { id }
}

const answer = ({ respond }: Call, body: unknown): Response =>
  respond(JSON.stringify(body), { headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' } })
