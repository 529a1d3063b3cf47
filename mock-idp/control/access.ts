import { OAuthError } from '../errors.ts'
import { sameSecret } from '../http/secret.ts'

export interface ControlOptions {
  /** Whether the control API works without a key. Only if no other machine or user can reach it. */
  readonly open: boolean
  /** The key that requests must send as a bearer token (RFC 6750 §2.1). */
  readonly key?: string
}

/**
 * Checks whether a request may use the control API.
 *
 * @throws {OAuthError} 404 if it is off, 403 for a page of another origin, 401 for a wrong or missing key
 */
export const checkAccess = (request: Request, ownOrigin: string, { open, key }: ControlOptions): void => {
  if (!open && key === undefined) {
    throw new OAuthError(404, 'not_found', {
      description: 'The control API is off here. Listen on a loopback address, or start with a control key.',
    })
  }
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== ownOrigin) {
    throw new OAuthError(403, 'access_denied', {
      description: 'Pages of another origin must not use the control API.',
      detail: `Origin was ${origin}`,
    })
  }
  if (key !== undefined && !sameSecret(bearer(request), key)) {
    throw new OAuthError(401, 'access_denied', {
      description: 'Send the control key as Authorization: Bearer.',
      headers: { 'WWW-Authenticate': 'Bearer realm="mock-idp control"' },
    })
  }
}

const bearer = (request: Request): string =>
  /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
