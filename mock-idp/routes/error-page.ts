import type { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'

/** Shows a refusal to whoever sits at a browser; other programs get the JSON of RFC 6749 §5.2. */
export const errorPageResponse = async (call: Call, refusal: OAuthError): Promise<Response> => {
  const accepts = call.request.headers.get('accept') ?? ''
  if (!accepts.includes('text/html')) return refusal.toResponse()
  const { showError } = await import('../sign-in/render-pages.ts')
  return showError(call, refusal)
}
