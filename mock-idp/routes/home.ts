import type { Call } from '../http/call.ts'

/** The dashboard for browsers, a text for other clients. */
export const home = async (call: Call): Promise<Response> => {
  const accepts = call.request.headers.get('accept') ?? ''
  if (!accepts.includes('text/html')) return text(call)
  const { renderDashboard } = await import('../sign-in/render-pages.ts')
  return renderDashboard(call)
}

const text = ({ urls }: Call): Response => {
  const { issuer, endpoint, origin, prefix } = urls
  const page = `This is the mock identity provider of auth-conformance: an OpenID issuer for tests, with real signatures and
no security. No production system may trust it.

issuer    ${issuer}
discovery ${endpoint('openid-configuration')}
          ${origin}/.well-known/oauth-authorization-server${prefix}
keys      ${endpoint('jwks')}
authorize ${endpoint('authorize')} (authorization code with PKCE)
token     POST ${endpoint('token')}
          curl -d grant_type=client_credentials -u conformance:conformance-secret ${endpoint('token')}

Open this URL in a browser for the dashboard: keys, users, faults, the clock and the journal.
`
  return new Response(page, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
