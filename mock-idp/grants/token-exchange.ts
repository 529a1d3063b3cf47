import { randomUUID } from 'node:crypto'
import { invalidRequest, OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import { requestedAudiences } from '../issuer/audience.ts'
import { narrowScopes, requestedScopes } from '../issuer/scope.ts'
import { issueAccessToken } from '../tokens/access-token.ts'
import { issueIdToken } from '../tokens/id-token.ts'
import { verifyAccessToken, verifyIssuedJwt } from '../tokens/verify.ts'
import type { Grant } from './grant.ts'

const grantType = 'urn:ietf:params:oauth:grant-type:token-exchange'

type Claims = Readonly<Record<string, unknown>>

/** RFC 8693 §3. */
const tokenTypes = ['access_token', 'jwt', 'id_token'] as const
type TokenType = (typeof tokenTypes)[number]

const uriOf = (type: TokenType): string => `urn:ietf:params:oauth:token-type:${type}`

/** Exchanges a token of this issuer for another one: for other resources, or to act on behalf of a user (RFC 8693). */
export const tokenExchange: Grant = {
  grantType,
  async run({ call, client, form, dpop }) {
    const subject = await readToken(call, form, 'subject')
    if (!subject) throw invalidRequest('subject_token or subject_token_type is missing.')
    const actor = await readToken(call, form, 'actor')
    const requested = requestedType(form)
    if (actor) checkMayAct(subject, actor)
    const granted = typeof subject.scope === 'string' ? subject.scope.split(' ') : undefined
    const scopes = granted ? narrowScopes(form, client, granted) : requestedScopes(form, client)
    const sub = String(subject.sub)
    const user = call.tenant.users.find(sub) ?? { sub }
    call.draft.user = sub
    const accessToken = await issueAccessToken(call, {
      client: requested === 'jwt' && client.accessTokens === 'opaque' ? { ...client, accessTokens: 'at+jwt' } : client,
      grantType,
      user,
      scopes,
      audiences: requestedAudiences(form),
      ...(dpop && { jkt: dpop.jkt }),
      ...(typeof subject.grant_id === 'string' && { authorizationId: subject.grant_id }),
      ...(actor && { claims: { act: actorClaim(actor, subject) } }),
    })
    const { lifetimes } = call.tenant.settings()
    if (requested === 'id_token') {
      const authorization = { id: randomUUID(), clientId: client.clientId, user, scopes, audiences: [] }
      return {
        access_token: await issueIdToken(call, { client, grantType, authorization, scopes, accessToken }),
        issued_token_type: uriOf('id_token'),
        // It is not an access token (RFC 8693 §2.2.1).
        token_type: 'N_A',
        expires_in: lifetimes.idToken,
      }
    }
    return {
      access_token: accessToken,
      issued_token_type: uriOf(requested),
      token_type: dpop ? 'DPoP' : 'Bearer',
      expires_in: lifetimes.accessToken,
      ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    }
  },
}

const requestedType = (form: Form): TokenType => {
  const asked = form.get('requested_token_type')
  if (asked === undefined) return 'access_token'
  const type = tokenTypes.find((one) => uriOf(one) === asked)
  if (type) return type
  throw invalidRequest(`requested_token_type must be one of ${tokenTypes.map(uriOf).join(', ')}.`)
}

/** The claims of a token in the request, which must be a valid token of this issuer (RFC 8693 §2.1). */
const readToken = async (call: Call, form: Form, role: 'subject' | 'actor'): Promise<Claims | undefined> => {
  const [token, uri] = [form.get(`${role}_token`), form.get(`${role}_token_type`)]
  if (token === undefined && uri === undefined) return undefined
  if (token === undefined || uri === undefined) {
    throw invalidRequest(`${role}_token and ${role}_token_type must be sent together.`)
  }
  const type = tokenTypes.find((one) => uriOf(one) === uri)
  if (!type) throw invalidRequest(`${role}_token_type must be one of ${tokenTypes.map(uriOf).join(', ')}.`)
  const verdict = type === 'access_token' ? await verifyAccessToken(call, token) : await verifyIssuedJwt(call, token)
  if (verdict.valid && typeof verdict.claims.sub === 'string') return verdict.claims
  throw new OAuthError(400, 'invalid_grant', {
    description: `The ${role} token is not valid.`,
    detail: verdict.valid ? `the ${role} token has no sub` : `the ${role} token ${verdict.reason}`,
  })
}

/** Checks the claim `may_act` of the subject token, if it has one (RFC 8693 §4.4). */
const checkMayAct = ({ may_act: allowed }: Claims, actor: Claims): void => {
  if (typeof allowed !== 'object' || allowed === null) return
  if (Object.entries(allowed).every(([name, value]) => actor[name] === value)) return
  throw new OAuthError(400, 'invalid_grant', { description: 'The actor may not act for the subject.' })
}

/** The claim `act`: the current actor, with the previous ones nested in it (RFC 8693 §4.1). */
const actorClaim = ({ sub }: Claims, { act }: Claims): Claims => ({ sub, ...(act !== undefined && { act }) })
