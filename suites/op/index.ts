import { defineSuite } from '../../harness/define.ts'
import { accessTokenChecks } from './access-token.ts'
import { clientAuthenticationChecks } from './client-authentication.ts'
import { codeChecks } from './code.ts'
import { entropyChecks } from './entropy.ts'
import { idTokenChecks } from './id-token.ts'
import { introspectionChecks } from './introspection.ts'
import { keyChecks } from './keys.ts'
import { legacyChecks } from './legacy.ts'
import { loopbackChecks } from './loopback.ts'
import { metadataChecks } from './metadata.ts'
import { pkceChecks } from './pkce.ts'
import { promptChecks } from './prompt.ts'
import { redirectUriChecks } from './redirect-uri.ts'
import { refreshTokenChecks } from './refresh-tokens.ts'
import { responseChecks } from './response.ts'
import { tokenEndpointChecks } from './token-endpoint.ts'
import { userinfoChecks } from './userinfo.ts'

export const op = defineSuite({
  id: 'op',
  title: 'Authorization server',
  about:
    'An authorization server or OpenID Provider: what it publishes, where it sends codes, for what it takes them and from whom, and what its tokens say.',
  checks: [
    ...metadataChecks,
    ...keyChecks,
    ...redirectUriChecks,
    ...loopbackChecks,
    ...responseChecks,
    ...promptChecks,
    ...codeChecks,
    ...pkceChecks,
    ...clientAuthenticationChecks,
    ...tokenEndpointChecks,
    ...accessTokenChecks,
    ...idTokenChecks,
    ...refreshTokenChecks,
    ...userinfoChecks,
    ...introspectionChecks,
    ...legacyChecks,
    ...entropyChecks,
  ],
})
