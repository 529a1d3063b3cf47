import { createHash, randomBytes } from 'node:crypto'
import { codeSent, jsonObject, metadataFound, prerequisite, tokensIssued } from '../expect/index.ts'
import type { CheckInput } from '../model/check.ts'
import type { Attempt, Observed } from '../model/expectation.ts'
import type { RunContext } from '../model/run-context.ts'
import { browse, isAnswerTo, type Navigation } from './browser.ts'
import { type ClientCredentials, clientAuthentication, credentialsOf } from './client-authentication.ts'
import { encodeForm, type Parameters, parametersOf, withQuery } from './parameters.ts'

/** Members of a token response that hold secrets (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). */
const tokenNames = ['access_token', 'refresh_token', 'id_token'] as const

/** How one token request differs from that of the declared client. */
export interface TokenRequest {
  /** Instead of the token endpoint. */
  readonly path?: string
  readonly client?: ClientCredentials
  /** Instead of `application/x-www-form-urlencoded` and the encoded form. */
  readonly content?: { readonly type: string; readonly body: string }
  readonly query?: string
  readonly method?: string
  /** Whole values of Authorization, instead of what the client sends. */
  readonly authorization?: readonly string[]
  readonly retryThrottled?: false
}

/** What an authorization request came to. */
export interface Authorization extends Navigation {
  /** What the client was sent in the redirect; empty when there is none. */
  readonly response: URLSearchParams
  readonly asked: Parameters
  readonly registered: string
  /** What a good request says of itself. */
  readonly verifier: string
  readonly state: string
  readonly nonce: string
}

/** A code, and the request that it answers. */
export interface Grant extends Authorization {
  readonly code: string
}

export interface Tokens {
  readonly access: string | undefined
  readonly refresh: string | undefined
  readonly idToken: string | undefined
}

/** A random text of the right length for a code verifier (RFC 7636 §4.1), a state or a nonce. */
export const randomText = (): string => randomBytes(32).toString('base64url')

/** RFC 7636 §4.2. */
export const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url')

/** The authorization server of the configuration, with the requests that it takes. */
export interface Provider {
  readonly issuer: string
  readonly metadata: Readonly<Record<string, unknown>>
  readonly client: ClientCredentials
  readonly other: ClientCredentials | undefined
  readonly redirectUri: string
  readonly scope: string
  /** The path of an endpoint of the metadata; undefined where there is none at the origin of the target. */
  pathOf(endpoint: string): string | undefined
  /** A good authorization request with these changes, followed to its end. */
  authorize(vector: string, changes?: Parameters): Promise<Authorization>
  /** A code by a good request with these changes; undefined, and judged so, when none came. */
  obtainCode(vector: string, changes?: Parameters): Promise<Grant | undefined>
  /** A token request of the declared client with these parameters. */
  token(vector: string, parameters: Parameters, request?: TokenRequest): Promise<Observed>
  /** The parameters that redeem a code rightly. */
  redemption(grant: Grant): Parameters
  /** Tokens for a new code; undefined, and judged so, when none came. */
  obtainTokens(
    vector: string,
    changes?: Parameters,
  ): Promise<(Grant & Tokens & { readonly answer: Observed }) | undefined>
}

export const tokensOf = ({ captured = {} }: Observed): Tokens => ({
  access: captured.access_token,
  refresh: captured.refresh_token,
  idToken: captured.id_token,
})

/** The issuer identifier that the configuration declares. */
export const issuerOf = ({ config, target }: Pick<CheckInput, 'config' | 'target'>): string =>
  config.features.op?.issuer ?? target.origin

/** Where the metadata of an issuer are (OpenID Connect Discovery §4, RFC 8414 §3.1). */
export function metadataPaths(issuer: string): { readonly openid: string; readonly oauth: string } {
  const path = new URL(issuer).pathname.replace(/\/$/, '')
  return {
    openid: `${path}/.well-known/openid-configuration`,
    oauth: `/.well-known/oauth-authorization-server${path}`,
  }
}

export const get = (path: string): Attempt => ({ method: 'GET', path, authorization: [], body: '', captureBody: true })

/** The JSON object of an answer; undefined for anything else. */
export const jsonOf = ({ unmasked }: Observed): Readonly<Record<string, unknown>> | undefined =>
  jsonObject(unmasked?.body ?? '')

/** Reads the metadata; undefined, and judged so, where there are none. Only for checks that need `op`. */
export async function openProvider(
  context: Pick<RunContext, 'config' | 'target' | 'send' | 'expect'>,
): Promise<Provider | undefined> {
  const { config, target, send, expect } = context
  const declared = config.features.op
  if (!declared) throw new TypeError('the config declares no op')
  const issuer = issuerOf(context)
  const { openid, oauth } = metadataPaths(issuer)
  let found = await send('metadata', get(openid))
  if (found.unmasked?.status !== 200) found = await send('metadata', get(oauth))
  const metadata = found.unmasked?.status === 200 ? jsonOf(found) : undefined
  const needed = ['authorization_endpoint', 'token_endpoint']
  const endpoints = needed.map((name) => pathAt(target.origin, metadata?.[name]))
  const [authorizationPath, tokenPath] = endpoints
  if (metadata === undefined || authorizationPath === undefined || tokenPath === undefined) {
    const missing = needed.filter((_, index) => endpoints[index] === undefined)
    expect('metadata', { observed: found, missing, origin: target.origin }, [metadataFound()], [found])
    return undefined
  }
  const client = credentialsOf(declared.client, config.secrets)
  const { redirectUri, scope } = declared
  const fields = Object.fromEntries(
    Object.entries(declared.signIn ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : (config.secrets[value.env] ?? ''),
    ]),
  )

  const authorize: Provider['authorize'] = async (vector, changes = {}) => {
    const [verifier, state, nonce] = [randomText(), randomText(), randomText()]
    const good = {
      response_type: 'code',
      client_id: client.id,
      redirect_uri: redirectUri,
      scope,
      state,
      nonce,
      code_challenge: s256(verifier),
      code_challenge_method: 'S256',
    }
    const path = withQuery(authorizationPath, encodeForm({ ...good, ...changes }))
    const journey = await browse(path, {
      origin: target.origin,
      redirectUri,
      fields,
      send: (attempt) => send(vector, attempt),
    })
    const response = parametersOf(journey.sentTo ?? '')
    return { ...journey, asked: { ...good, ...changes }, registered: redirectUri, response, verifier, state, nonce }
  }

  const obtainCode: Provider['obtainCode'] = async (vector, changes) => {
    const authorization = await authorize(vector, changes)
    const code = authorization.response.get('code')
    if (code && isAnswerTo(redirectUri, authorization.sentTo ?? '')) return { ...authorization, code }
    expect(vector, authorization, [prerequisite(codeSent())], authorization.answers)
    return undefined
  }

  const token: Provider['token'] = (vector, parameters, request = {}) => {
    const { content, query = '', method = 'POST', client: as = client } = request
    const own = clientAuthentication(as)
    return send(vector, {
      method,
      path: withQuery(request.path ?? tokenPath, query),
      authorization: request.authorization ?? own.authorization,
      fields: [`Content-Type: ${content?.type ?? 'application/x-www-form-urlencoded'}`],
      body: content?.body ?? encodeForm({ ...parameters, ...own.parameters }),
      captureMembers: tokenNames,
      captureBody: true,
      ...(request.retryThrottled === false && { retryThrottled: false }),
    })
  }

  const redemption: Provider['redemption'] = ({ code, verifier }) => ({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  })

  return {
    issuer,
    metadata,
    client,
    other: declared.otherClient && credentialsOf(declared.otherClient, config.secrets),
    redirectUri,
    scope,
    pathOf: (endpoint) => pathAt(target.origin, metadata[endpoint]),
    authorize,
    obtainCode,
    token,
    redemption,
    async obtainTokens(vector, changes) {
      const grant = await obtainCode(vector, changes)
      if (!grant) return undefined
      const answer = await token(vector, redemption(grant))
      const tokens = tokensOf(answer)
      if (tokens.access !== undefined) return { ...grant, ...tokens, answer }
      expect(vector, answer, [prerequisite(tokensIssued('access_token'))], [answer])
      return undefined
    },
  }
}

/** Path and query of an address at this origin. */
function pathAt(origin: string, address: unknown): string | undefined {
  const url = typeof address === 'string' ? URL.parse(address) : null
  return url?.origin === origin ? url.pathname + url.search : undefined
}
