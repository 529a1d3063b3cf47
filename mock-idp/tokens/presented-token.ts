import { invalidRequest, OAuthError, type OAuthErrorCode } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { readForm } from '../http/form.ts'
import { dpopAlgs } from './dpop.ts'

/** The access token of a request to a protected resource. */
export interface PresentedToken {
  readonly scheme: 'Bearer' | 'DPoP'
  readonly token: string
}

const credentials = /^(Bearer|DPoP) +([A-Za-z0-9\-._~+/]+=*)$/i

/**
 * Reads the access token of a request: from the Authorization field, or from the form of a POST (RFC 6750 §2.1, §2.2).
 *
 * @throws {OAuthError} if there is none, with a challenge, or more than one
 */
export const readPresentedToken = async (call: Call): Promise<PresentedToken> => {
  const { request } = call
  const field = request.headers.get('authorization')
  const type = request.headers.get('content-type') ?? ''
  const inForm =
    request.method === 'POST' && type.startsWith('application/x-www-form-urlencoded')
      ? (await readForm(call)).get('access_token')
      : undefined
  if (field !== null && inForm !== undefined) throw invalidRequest('Send the access token only once.')
  if (inForm !== undefined) return { scheme: 'Bearer', token: inForm }
  if (field === null)
    throw challengeError(401, 'invalid_token', 'Send an access token.', {
      detail: 'no access token',
      withoutError: true,
    })
  const [, scheme, token] = credentials.exec(field) ?? []
  if (scheme === undefined || token === undefined) {
    throw challengeError(401, 'invalid_token', 'Authorization must be Bearer or DPoP, followed by a token.', {
      withoutError: true,
    })
  }
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token }
}

interface ChallengeOptions {
  readonly detail?: string
  /** Whether the challenge has no error, as for a request without a token (RFC 6750 §3.1). */
  readonly withoutError?: boolean
  readonly scope?: string
}

/** An error with the challenges of a protected resource (RFC 6750 §3, RFC 9449 §7.1). */
export const challengeError = (
  status: 401 | 403,
  code: OAuthErrorCode,
  description: string,
  { detail = description, withoutError = false, scope }: ChallengeOptions = {},
): OAuthError => {
  const error = withoutError ? '' : `, error="${code}", error_description="${description}"`
  const needed = scope === undefined ? '' : `, scope="${scope}"`
  const bearer = `Bearer realm="mock-idp"${error}${needed}`
  const dpop = `DPoP algs="${dpopAlgs.join(' ')}"`
  return new OAuthError(status, code, { description, detail, headers: { 'WWW-Authenticate': `${bearer}, ${dpop}` } })
}
