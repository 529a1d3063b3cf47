import type { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { redirect } from '../http/redirect.ts'
import type { ResponseDestination } from './authorization-request.ts'

/** Sends parameters to the client, with the state and the issuer (RFC 6749 §4.1.2, RFC 9207 §2). */
export const reply = async (
  call: Call,
  { redirectUri, responseMode, state }: ResponseDestination,
  parameters: Readonly<Record<string, string>>,
  setCookie?: string,
): Promise<Response> => {
  const all = { ...parameters, ...(state !== undefined && { state }), iss: call.urls.issuer }
  if (responseMode === 'form_post') {
    const { renderFormPost } = await import('./render-form-post.ts')
    const page = renderFormPost(call, redirectUri, all)
    if (setCookie !== undefined) page.headers.append('Set-Cookie', setCookie)
    return page
  }
  const encoded = new URLSearchParams(all).toString()
  const location = responseMode === 'fragment' ? `${redirectUri}#${encoded}` : withQuery(redirectUri, encoded)
  return redirect(call, location, setCookie)
}

/** Sends an error to the client (RFC 6749 §4.1.2.1). */
export const authorizationErrorResponse = (
  call: Call,
  to: ResponseDestination,
  error: OAuthError,
): Promise<Response> => {
  call.draft.decision = 'rejected'
  call.draft.reason = error.detail
  return reply(call, to, { error: error.code, error_description: error.message })
}

const withQuery = (uri: string, encoded: string): string => `${uri}${uri.includes('?') ? '&' : '?'}${encoded}`
