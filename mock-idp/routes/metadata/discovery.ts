import { clientAuthMethods } from '../../clients/clients.ts'
import type { IssuerUrls } from '../../endpoints.ts'
import { grantTypesOf } from '../../grants/index.ts'
import type { Call } from '../../http/call.ts'
import { createDocument, type Document, serveDocument } from '../../http/document.ts'
import { recordUnexpectedCredentials } from '../../http/unexpected-credentials.ts'
import type { Settings } from '../../settings.ts'
import { dpopAlgs } from '../../tokens/dpop.ts'
import { claimsOfScopes } from '../../tokens/scope-claims.ts'

/** Seconds. */
const maxAge = 300

/** Authorization server metadata (RFC 8414 §2 and its extensions). */
const createServerMetadata = ({ issuer, endpoint }: IssuerUrls, settings: Settings, algs: readonly string[]) => ({
  issuer,
  authorization_endpoint: endpoint('authorize'),
  token_endpoint: endpoint('token'),
  jwks_uri: endpoint('jwks'),
  userinfo_endpoint: endpoint('userinfo'),
  registration_endpoint: endpoint('register'),
  introspection_endpoint: endpoint('introspect'),
  revocation_endpoint: endpoint('revoke'),
  end_session_endpoint: endpoint('logout'),
  pushed_authorization_request_endpoint: endpoint('par'),
  device_authorization_endpoint: endpoint('device_authorization'),
  scopes_supported: ['openid', 'offline_access', ...claimsOfScopes.keys()],
  response_types_supported: ['code'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  grant_types_supported: grantTypesOf(settings),
  token_endpoint_auth_methods_supported: clientAuthMethods,
  token_endpoint_auth_signing_alg_values_supported: [...algs, 'HS256', 'HS384', 'HS512'],
  revocation_endpoint_auth_methods_supported: clientAuthMethods,
  introspection_endpoint_auth_methods_supported: clientAuthMethods.filter((method) => method !== 'none'),
  code_challenge_methods_supported: settings.pkce === 'S256' ? ['S256'] : ['S256', 'plain'],
  authorization_response_iss_parameter_supported: true,
  require_pushed_authorization_requests: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: true,
  dpop_signing_alg_values_supported: dpopAlgs,
  backchannel_logout_supported: true,
  backchannel_logout_session_supported: true,
  prompt_values_supported: ['none', 'login', 'consent', 'select_account'],
})

/** Provider metadata (OpenID Connect Discovery 1.0 §3). Some libraries accept only the algorithms of this document. */
const createProviderMetadata = (urls: IssuerUrls, settings: Settings, algs: readonly string[]) => ({
  ...createServerMetadata(urls, settings, algs),
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: algs,
  claims_supported: [
    'sub',
    'iss',
    'aud',
    'exp',
    'iat',
    'auth_time',
    'nonce',
    'sid',
    ...[...claimsOfScopes.values()].flat(),
  ],
  claims_parameter_supported: false,
})

type Metadata = typeof createServerMetadata

/** Serializes the metadata once per issuer and settings. */
const metadataEndpoint = (metadata: Metadata) => {
  const documents = new WeakMap<IssuerUrls, { readonly settings: Settings; readonly document: Document }>()
  const documentOf = (urls: IssuerUrls, settings: Settings, algs: readonly string[]): Document => {
    const cached = documents.get(urls)
    if (cached?.settings === settings) return cached.document
    const document = createDocument(metadata(urls, settings, algs))
    documents.set(urls, { settings, document })
    return document
  }
  return (call: Call): Response => {
    const { request, urls, tenant, respond, draft } = call
    recordUnexpectedCredentials(call)
    const document = documentOf(urls, tenant.settings(), tenant.keys.algs)
    if (!request.url.startsWith(urls.origin)) {
      draft.reason = `fetched from another origin than ${urls.origin}, which the metadata names; many clients reject that`
    }
    return serveDocument(request, document, { maxAge, respond })
  }
}

export const serverMetadata = metadataEndpoint(createServerMetadata)

export const providerMetadata = metadataEndpoint(createProviderMetadata)
