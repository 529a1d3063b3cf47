import type { Attempt } from '../model/expectation.ts'
import type { TokenRequestOptions } from '../model/steps/oauth.ts'
import { type ClientCredentials, clientAuthentication } from './client-authentication.ts'
import type { AuthorizationServer } from './discovery.ts'
import { changed, encodeForm, type Parameters, withQuery } from './parameters.ts'

/** Members of a token response that hold secrets (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). */
const tokenNames = ['access_token', 'refresh_token', 'id_token'] as const

/** The parameters that exchange a code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export const exchangeParameters = (
  { redirectUri }: AuthorizationServer,
  code: string,
  verifier: string,
): Parameters => ({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier })

/** The client with members that differ; one without a secret, or with another one, has no key either. */
function differing(declared: ClientCredentials, other: ClientChanges): ClientCredentials {
  if (other.secret === undefined) return { ...declared, ...other, secret: declared.secret }
  const { key: _, ...keyless } = declared
  return { ...keyless, ...other, secret: other.secret ?? undefined }
}

type ClientChanges = Exclude<NonNullable<TokenRequestOptions['client']>, 'other'>

/** A token request of the declared client with these parameters, or a request to another endpoint that it calls. */
export async function tokenRequest(
  { client: declared, otherClient = declared, endpoints, issuer }: AuthorizationServer,
  parameters: Parameters,
  options: TokenRequestOptions = {},
): Promise<Attempt> {
  const { to = 'token_endpoint', query = {}, sentIn = 'body', method = 'POST', client: other = {} } = options
  const own = await clientAuthentication(other === 'other' ? otherClient : differing(declared, other), issuer)
  const { client_assertion } = own.parameters
  const given = changed(parameters, options.with ?? {})
  const all = options.authorization ? given : { ...given, ...own.parameters }
  const json = sentIn === 'json'
  const inQuery = { ...(sentIn === 'query' && all), ...query }
  return {
    method,
    path: withQuery(endpoints[to] ?? '/', encodeForm(changed({}, inQuery))),
    authorization: options.authorization ?? own.authorization,
    fields: [`Content-Type: ${json ? 'application/json' : 'application/x-www-form-urlencoded'}`],
    body: json ? JSON.stringify(all) : sentIn === 'body' ? encodeForm(all) : '',
    captureMembers: tokenNames,
    captureBody: true,
    ...(typeof client_assertion === 'string' && { secrets: { client_assertion } }),
    ...(options.retryThrottled === false && { retryThrottled: false }),
  }
}
