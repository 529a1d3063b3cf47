import { createDocument, serveDocument } from '../document.ts'
import { grantTypes } from '../grants/index.ts'
import type { Provider } from '../provider.ts'

const maxAge = 300

/**
 * Authorization server metadata (RFC 8414 §2). `response_types_supported` is left out while there are none, because
 * empty lists must be (§3.2).
 */
const serverMetadata = ({ issuer, endpoints }: Provider) => ({
  issuer,
  token_endpoint: endpoints.tokenUrl,
  jwks_uri: endpoints.jwksUri,
  grant_types_supported: grantTypes,
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
})

/** Provider metadata (OpenID Connect Discovery 1.0 §3). Some libraries accept in tokens only the `alg`s named here. */
const openidConfiguration = (provider: Provider) => ({
  ...serverMetadata(provider),
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: provider.keys.algs,
})

export const createServerMetadata = (provider: Provider) => {
  const document = createDocument(serverMetadata(provider))
  return (request: Request): Response => serveDocument(request, document, { maxAge, respond: provider.respond })
}

export const createOpenidConfiguration = (provider: Provider) => {
  const document = createDocument(openidConfiguration(provider))
  return (request: Request): Response => serveDocument(request, document, { maxAge, respond: provider.respond })
}
