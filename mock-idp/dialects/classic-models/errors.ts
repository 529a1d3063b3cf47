import type { OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { answer } from './answer.ts'

/** The messages of djangorestframework-simplejwt by code. */
const texts = {
  not_authenticated: 'Authentication credentials were not provided.',
  bad_authorization_header: 'Authorization header must contain two space-delimited values',
  no_active_account: 'No active account found with the given credentials',
  token_not_valid: 'Token is invalid or expired',
} as const

/** 401 with `{ detail, code }`. */
export const unauthorized = (call: Call, code: keyof typeof texts, reason: string): Response => {
  call.draft.decision = 'rejected'
  call.draft.reason = reason
  return answer(call, { detail: texts[code], code }, 401, { 'WWW-Authenticate': 'Bearer realm="api"' })
}

/** 401 for an access token that is not valid. */
export const invalidAccessToken = (call: Call, reason: string): Response => {
  call.draft.decision = 'rejected'
  call.draft.reason = reason
  const body = {
    detail: 'Given token not valid for any token type',
    code: 'token_not_valid',
    messages: [{ token_class: 'AccessToken', token_type: 'access', message: texts.token_not_valid }],
  }
  return answer(call, body, 401, { 'WWW-Authenticate': 'Bearer realm="api"' })
}

/** 400 with the name of each missing field. */
export const missing = (call: Call, names: readonly string[]): Response => {
  call.draft.decision = 'rejected'
  call.draft.reason = `${names.join(' and ')} missing`
  return answer(call, Object.fromEntries(names.map((name) => [name, ['This field is required.']])), 400)
}

export const classicModelsErrorResponse = (call: Call, { status, code, message }: OAuthError): Response =>
  answer(call, { detail: message, code }, status)
