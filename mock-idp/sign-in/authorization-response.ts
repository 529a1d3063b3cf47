import type { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { redirect } from '../http/redirect.ts'
import type { ResponseDestination } from './authorization-request.ts'

/** Sends parameters back to the client, with the state and the issuer (RFC 6749 §4.1.2, RFC 9207 §2). */
export const reply = async (
  call: Call,
  { redirectUri, responseMode, state }: ResponseDestination,
  parameters: Readonly<Record<string, string>>,
  setCookie?: string,
): Promise<Response> => {
  const all = { ...parameters, ...(state !== undefined && { state }), iss: call.urls.issuer }
  if (responseMode === 'form_post') {
    const { formPost } = await import('./render-form-post.ts')
    const page = formPost(call, redirectUri, all)
    if (setCookie !== undefined) page.headers.append('Set-Cookie', setCookie)
    return page
  }
  const encoded = new URLSearchParams(all).toString()
  const location = responseMode === 'fragment' ? `${redirectUri}#${encoded}` : withQuery(redirectUri, encoded)
  return redirect(call, location, setCookie)
}

/** Tells the client that its request is refused (RFC 6749 §4.1.2.1). */
export const authorizationErrorResponse = (
  call: Call,
  to: ResponseDestination,
  refusal: OAuthError,
): Promise<Response> => {
  call.draft.decision = 'rejected'
  call.draft.reason = refusal.detail
  return reply(call, to, { error: refusal.code, error_description: refusal.message })
}

const withQuery = (uri: string, encoded: string): string => `${uri}${uri.includes('?') ? '&' : '?'}${encoded}`
