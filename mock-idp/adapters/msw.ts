import { type HttpHandler, HttpResponse, http } from 'msw'
import type { Idp } from '../index.ts'

/**
 * Request handlers for msw, by which the process under test reaches the issuer without a socket. They answer all
 * requests to the origin of the issuer.
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
      // Status 0 stands for a dropped connection.
      return response.status === 0 ? HttpResponse.error() : response
    }),
  ]
}
