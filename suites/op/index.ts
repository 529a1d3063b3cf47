import { defineSuite } from '../../harness/define.ts'
import { clientAuthenticationChecks } from './client-authentication.ts'
import { codeChecks } from './code.ts'
import { pkceChecks } from './pkce.ts'
import { redirectUriChecks } from './redirect-uri.ts'

export const op = defineSuite({
  id: 'op',
  title: 'Authorization server',
  about: 'An authorization server or OpenID Provider: where it sends codes, for what it takes them, and from whom.',
  checks: [...redirectUriChecks, ...codeChecks, ...pkceChecks, ...clientAuthenticationChecks],
})
