import type { Refusal } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { redirect } from '../http/redirect.ts'
import type { ReplyTo } from './authorization-request.ts'

/** Sends parameters back to the client, with the state and the issuer (RFC 6749 §4.1.2, RFC 9207 §2). */
export const reply = async (
  call: Call,
  { redirectUri, responseMode, state }: ReplyTo,
  parameters: Readonly<Record<string, string>>,
  setCookie?: string,
): Promise<Response> => {
  const all = { ...parameters, ...(state !== undefined && { state }), iss: call.site.issuer }
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
export const replyRefusal = (call: Call, to: ReplyTo, refusal: Refusal): Promise<Response> => {
  call.draft.decision = 'refused'
  call.draft.why = refusal.detail
  return reply(call, to, { error: refusal.code, error_description: refusal.message })
}

const withQuery = (uri: string, encoded: string): string => `${uri}${uri.includes('?') ? '&' : '?'}${encoded}`
