import { createHash, randomBytes } from 'node:crypto'
import type { AuthorizationOutcome } from '../model/authorization.ts'
import type { Changes } from '../model/steps/oauth.ts'
import { browse } from './browser.ts'
import type { AuthorizationServer, Send } from './discovery.ts'
import { changed, encodeForm, parametersOf, withQuery } from './parameters.ts'

/** The result of an authorization request, and what the request said. */
export interface Authorization extends AuthorizationOutcome {
  readonly verifier: string
  readonly challenge: string
  readonly nonce: string
}

/** A random text of the right length for a code verifier (RFC 7636 §4.1), a state or a nonce. */
export const randomText = (): string => randomBytes(32).toString('base64url')

/** RFC 7636 §4.2. */
export const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

/** A correct authorization request with these changes (RFC 6749 §4.1.1), followed through redirects and forms. */
export async function authorize(
  server: AuthorizationServer,
  send: Send,
  changes: Changes = {},
): Promise<Authorization> {
  const { client, redirectUri, scope, endpoints, origin, page, authorizationParameters } = server
  const [verifier, state, nonce] = [randomText(), randomText(), randomText()]
  const challenge = s256(verifier)
  const parameters = {
    response_type: 'code',
    client_id: client.id,
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...authorizationParameters,
  }
  const asked = changed(parameters, changes)
  const path = withQuery(endpoints.authorization_endpoint ?? '/', encodeForm(asked))
  const navigation = await browse(path, { origin, redirectUri, page, send })
  const response = parametersOf(navigation.sentTo ?? '')
  return { ...navigation, asked, registered: redirectUri, response, verifier, challenge, nonce }
}
