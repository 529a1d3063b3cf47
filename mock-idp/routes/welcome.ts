import type { Provider } from '../provider.ts'

/** A page for whoever opens the address in a browser. */
export const createWelcome = ({ issuer, endpoints: { origin, paths } }: Provider) => {
  const page = `This is the mock identity provider of auth-conformance: an OAuth issuer for tests, with real signatures and
no security. Do not let anything that matters trust it.

issuer    ${issuer}
discovery ${origin}${paths.openidConfiguration}
          ${origin}${paths.serverMetadata}
keys      ${origin}${paths.jwks}
token     POST ${origin}${paths.token} (grant_type=client_credentials)
`
  return (): Response => new Response(page, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
