import type { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'

/** Renders an error as a page for browsers, and as the JSON of RFC 6749 §5.2 for other clients. */
export const errorPageResponse = async (call: Call, error: OAuthError): Promise<Response> => {
  const accepts = call.request.headers.get('accept') ?? ''
  if (!accepts.includes('text/html')) return error.toResponse()
  const { renderError } = await import('../sign-in/render-pages.ts')
  return renderError(call, error)
}
