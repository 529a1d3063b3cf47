import type { Call } from '../call.ts'
import type { Refusal } from '../errors.ts'

/** Shows a refusal to whoever sits at a browser; other programs get the JSON of RFC 6749 §5.2. */
export const refuseOnPage = async (call: Call, refusal: Refusal): Promise<Response> => {
  const accepts = call.request.headers.get('accept') ?? ''
  if (!accepts.includes('text/html')) return refusal.toResponse()
  const { showError } = await import('../sign-in/show.ts')
  return showError(call, refusal)
}
