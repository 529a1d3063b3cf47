import { createHash } from 'node:crypto'
import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import { sameSecret } from '../http/secret.ts'
import { checkSameSite } from '../sign-in/interaction.ts'
import type { OpenSession } from '../sign-in/session.ts'
import type { LogoutRequest } from './logout-request.ts'

/** The value that the form of the confirmation page must send. Only pages of this session contain it. */
export const confirmationOf = ({ reference }: OpenSession): string =>
  createHash('sha256').update(`sign out ${reference}`).digest('base64url')

/**
 * Whether the user must confirm. Any page can send a browser here, so only an ID token of the session makes confirmation
 * unnecessary (OpenID Connect RP-Initiated Logout 1.0 §2, §6). With automatic sign-in there are no pages.
 */
export const mustConfirm = ({ tenant }: Call, { hint }: LogoutRequest, session: OpenSession): boolean => {
  if (tenant.settings().signIn === 'automatic') return false
  return hint?.sub !== session.user.sub || (hint.sid !== undefined && hint.sid !== session.sid)
}

/**
 * Whether the form was sent by the confirmation page.
 *
 * @throws {OAuthError} for a form of another origin
 */
export const isConfirmed = (call: Call, form: Form, session: OpenSession): boolean => {
  const sent = form.get('confirm')
  if (sent === undefined || call.request.method !== 'POST') return false
  checkSameSite(call)
  if (sameSecret(sent, confirmationOf(session))) return true
  throw new OAuthError(403, 'access_denied', {
    description: 'This page belongs to another session. Go back and try again.',
  })
}
