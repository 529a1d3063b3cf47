import type { Call } from '../http/call.ts'

/** What this is: the dashboard for a browser, a text for anything else. */
export const home = async (call: Call): Promise<Response> => {
  const accepts = call.request.headers.get('accept') ?? ''
  if (!accepts.includes('text/html')) return text(call)
  const { showDashboard } = await import('../sign-in/render-pages.ts')
  return showDashboard(call)
}

const text = ({ urls }: Call): Response => {
  const { issuer, endpoint, origin, prefix } = urls
  const page = `This is the mock identity provider of auth-conformance: an OpenID issuer for tests, with real signatures and
no security. Do not let anything that matters trust it.

issuer    ${issuer}
discovery ${endpoint('openid-configuration')}
          ${origin}/.well-known/oauth-authorization-server${prefix}
keys      ${endpoint('jwks')}
authorize ${endpoint('authorize')} (authorization code with PKCE)
token     POST ${endpoint('token')}
          curl -d grant_type=client_credentials -u conformance:conformance-secret ${endpoint('token')}

Open this address in a browser for keys, users, faults, the clock and every request.
`
  return new Response(page, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
