import { invalidRequest, OAuthError, type OAuthErrorCode } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { readForm } from '../http/form.ts'
import { dpopAlgs } from './dpop.ts'

/** An access token as a request to a protected resource sends it. */
export interface PresentedToken {
  readonly scheme: 'Bearer' | 'DPoP'
  readonly token: string
}

const credentials = /^(Bearer|DPoP) +([A-Za-z0-9\-._~+/]+=*)$/i

/**
 * The access token of a request: in the Authorization field, or in the form of a POST (RFC 6750 §2.1, §2.2).
 *
 * @throws {OAuthError} with a challenge, where there is none or more than one
 */
export const readPresentedToken = async (call: Call): Promise<PresentedToken> => {
  const { request } = call
  const field = request.headers.get('authorization')
  const type = request.headers.get('content-type') ?? ''
  const inForm =
    request.method === 'POST' && type.startsWith('application/x-www-form-urlencoded')
      ? (await readForm(call)).get('access_token')
      : undefined
  if (field !== null && inForm !== undefined) throw invalidRequest('Send the access token once, not twice.')
  if (inForm !== undefined) return { scheme: 'Bearer', token: inForm }
  if (field === null)
    throw challenged(401, 'invalid_token', 'Send an access token.', { detail: 'no access token', bare: true })
  const [, scheme, token] = credentials.exec(field) ?? []
  if (scheme === undefined || token === undefined) {
    throw challenged(401, 'invalid_token', 'Authorization must be Bearer or DPoP with a token.', { bare: true })
  }
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token }
}

interface ChallengeOptions {
  readonly detail?: string
  /** Without an error, as for a request that shows no token at all (RFC 6750 §3.1). */
  readonly bare?: boolean
  readonly scope?: string
}

/** A refusal with the challenges of a protected resource (RFC 6750 §3, RFC 9449 §7.1). */
export const challenged = (
  status: 401 | 403,
  code: OAuthErrorCode,
  description: string,
  { detail = description, bare = false, scope }: ChallengeOptions = {},
): OAuthError => {
  const error = bare ? '' : `, error="${code}", error_description="${description}"`
  const needed = scope === undefined ? '' : `, scope="${scope}"`
  const bearer = `Bearer realm="mock-idp"${error}${needed}`
  const dpop = `DPoP algs="${dpopAlgs.join(' ')}"`
  return new OAuthError(status, code, { description, detail, headers: { 'WWW-Authenticate': `${bearer}, ${dpop}` } })
}
