import { createHash } from 'node:crypto'
import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import { sameSecret } from '../http/secret.ts'
import { checkSameSite } from '../sign-in/interaction.ts'
import type { OpenSession } from '../sign-in/session.ts'
import type { LogoutRequest } from './logout-request.ts'

/** What the form of the confirmation page must send back: only pages shown to this session know it. */
export const confirmationOf = ({ reference }: OpenSession): string =>
  createHash('sha256').update(`sign out ${reference}`).digest('base64url')

/**
 * Whether the user must be asked: when nothing shows that the request is about them, as any page can send a browser
 * here (OpenID Connect RP-Initiated Logout 1.0 §2, §6). Automatic sign-in has no pages, and so none here.
 */
export const mustAsk = ({ tenant }: Call, { hint }: LogoutRequest, session: OpenSession): boolean => {
  if (tenant.settings().signIn === 'automatic') return false
  return hint?.sub !== session.user.sub || (hint.sid !== undefined && hint.sid !== session.sid)
}

/**
 * Whether the form is the user's answer on the confirmation page.
 *
 * @throws {OAuthError} for a form that another site sends
 */
export const isConfirmed = (call: Call, form: Form, session: OpenSession): boolean => {
  const sent = form.get('confirm')
  if (sent === undefined || call.request.method !== 'POST') return false
  checkSameSite(call)
  if (sameSecret(sent, confirmationOf(session))) return true
  throw new OAuthError(403, 'access_denied', { description: 'This page is of another sign-in. Go back and try again.' })
}
