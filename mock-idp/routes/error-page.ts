import type { Refusal } from '../errors.ts'
import type { Call } from '../http/call.ts'

/** Shows a refusal to whoever sits at a browser; other programs get the JSON of RFC 6749 §5.2. */
export const refuseOnPage = async (call: Call, refusal: Refusal): Promise<Response> => {
  const accepts = call.request.headers.get('accept') ?? ''
  if (!accepts.includes('text/html')) return refusal.toResponse()
  const { showError } = await import('../sign-in/render-pages.ts')
  return showError(call, refusal)
}
