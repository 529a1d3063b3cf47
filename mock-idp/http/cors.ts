import { headerField } from './header-field.ts'

const allowed: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'DPoP-Nonce, WWW-Authenticate',
}

/** The response to a preflight request (CORS protocol of the Fetch standard), for endpoints that browser clients call. */
export const preflight = (request: Request, methods: readonly string[]): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...allowed,
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': request.headers.get('access-control-request-headers') ?? '*',
      'Access-Control-Max-Age': '600',
    },
  })

/** Lets pages of any origin read the response. Credentials are never allowed, so cookies are not used. */
export const withCors = (request: Request, response: Response): Response => {
  if (headerField(request, 'origin') === null || response.status === 0) return response
  for (const [name, value] of Object.entries(allowed)) response.headers.set(name, value)
  return response
}
