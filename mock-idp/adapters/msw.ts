import { type HttpHandler, HttpResponse, http } from 'msw'
import type { Idp } from '../index.ts'

/**
 * Request handlers for msw, with which a process under test reaches the issuer without a socket: everything at the
 * origin of its issuer is answered by it.
 *
 * @example
 * const idp = createIdp({ issuer: 'https://idp.example' })
 * const server = setupServer(...idpHandlers(idp))
 */
export const idpHandlers = (idp: Pick<Idp, 'jwksUri' | 'fetch'>): readonly HttpHandler[] => {
  const { origin } = new URL(idp.jwksUri)
  return [
    http.all(`${origin}/*`, async ({ request }) => {
      const response = await idp.fetch(request)
      // A dropped connection, as msw says it.
      return response.status === 0 ? HttpResponse.error() : response
    }),
  ]
}
