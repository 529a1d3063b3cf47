import type { Call } from '../../http/call.ts'
import { boundKeyThumbprint } from '../../tokens/require-access-token.ts'
import { verifyAccessToken } from '../../tokens/verify.ts'
import { answer } from './answer.ts'
import { readBody } from './body.ts'
import { invalidAccessToken, unauthorized } from './errors.ts'

/** A protected resource at every other path of the API. It answers with the request and the claims of the token. */
export const echo = async (call: Call): Promise<Response> => {
  const { request, draft } = call
  const field = request.headers.get('authorization')
  if (field === null || !/^Bearer\b/i.test(field))
    return unauthorized(call, 'not_authenticated', 'no Bearer credentials')
  const token = /^Bearer +(\S+) *$/i.exec(field)?.[1]
  if (token === undefined) return unauthorized(call, 'bad_authorization_header', 'not "Bearer" and one token')
  const verdict = await verifyAccessToken(call, token)
  if (!verdict.valid) return invalidAccessToken(call, `the token ${verdict.reason}`)
  const { claims } = verdict
  if (boundKeyThumbprint(claims) !== undefined)
    return invalidAccessToken(call, 'the token is bound to a key, but was sent as Bearer')
  if (typeof claims.sub === 'string') draft.user = claims.sub
  const { pathname, searchParams } = new URL(request.url)
  const body = await readBody(request)
  return answer(call, { method: request.method, path: pathname, query: Object.fromEntries(searchParams), body, claims })
}
