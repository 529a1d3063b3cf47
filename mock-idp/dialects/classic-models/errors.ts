import type { Refusal } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { answer } from './answer.ts'

/** What djangorestframework-simplejwt says, by its code. */
const texts = {
  not_authenticated: 'Authentication credentials were not provided.',
  bad_authorization_header: 'Authorization header must contain two space-delimited values',
  no_active_account: 'No active account found with the given credentials',
  token_not_valid: 'Token is invalid or expired',
} as const

/** 401 in the shape `{ detail, code }`. */
export const unauthorized = (call: Call, code: keyof typeof texts, why: string): Response => {
  call.draft.decision = 'refused'
  call.draft.why = why
  return answer(call, { detail: texts[code], code }, 401, { 'WWW-Authenticate': 'Bearer realm="api"' })
}

/** 401 for an access token that is no good. */
export const badAccessToken = (call: Call, why: string): Response => {
  call.draft.decision = 'refused'
  call.draft.why = why
  const body = {
    detail: 'Given token not valid for any token type',
    code: 'token_not_valid',
    messages: [{ token_class: 'AccessToken', token_type: 'access', message: texts.token_not_valid }],
  }
  return answer(call, body, 401, { 'WWW-Authenticate': 'Bearer realm="api"' })
}

/** 400 that names each field that is missing. */
export const missing = (call: Call, names: readonly string[]): Response => {
  call.draft.decision = 'refused'
  call.draft.why = `without ${names.join(' and ')}`
  return answer(call, Object.fromEntries(names.map((name) => [name, ['This field is required.']])), 400)
}

export const refuseAsClassicModels = (call: Call, { status, code, message }: Refusal): Response =>
  answer(call, { detail: message, code }, status)
