import type { Attempt, Observed } from '../model/expectation.ts'
import type { TargetConfig } from '../model/target-config.ts'

/** The tokens of a login or a refresh. */
export interface Tokens {
  readonly access: string | undefined
  readonly refresh: string | undefined
  readonly idToken: string | undefined
}

/** The requests that a target's login endpoints take, as its configuration declares them. */
export interface Endpoints {
  readonly rules: 'oauth' | 'application'
  readonly format: 'json' | 'form'
  readonly username: string
  readonly password: string
  /** Whether the client has a secret of its own (RFC 6749 §2.1). */
  readonly confidential: boolean
  readonly rotates: boolean
  /** Milliseconds. */
  readonly grace: number
  /** Of the members of an answer. */
  readonly names: Readonly<Record<keyof Tokens, string>>
  /** The request that logs in, with these members instead of the correct ones; undefined leaves one out. */
  logIn(changes?: { readonly username?: unknown; readonly password?: unknown }): LoginRequest
  /** The request that refreshes with this value as the token; undefined leaves it out. */
  refresh(token: unknown): LoginRequest
  /** The request that ends the session of these tokens; undefined where none is declared. */
  logOut(tokens: Tokens): Attempt | undefined
  /** The same request with the members of its body in the query. */
  inQuery(method: 'GET' | 'POST', request: LoginRequest): Attempt
  /** The tokens in an answer. */
  tokensOf(observed: Observed): Tokens
}

type Members = Readonly<Record<string, unknown>>

/** A request to an endpoint, with the members of its body. */
export interface LoginRequest extends Attempt {
  readonly path: string
  readonly members: Members
}

/** Only for checks that need `login`. */
export function endpointsOf({ features: { login }, secrets }: Pick<TargetConfig, 'features' | 'secrets'>): Endpoints {
  if (!login) throw new TypeError('the config declares no login')
  const { rules, path, names, client, logout: logOutPath } = login
  const oauth = rules === 'oauth'
  const format = login.format ?? (oauth ? 'form' : 'json')
  const access = names.access ?? (oauth ? 'access_token' : 'access')
  const refresh = names.refresh ?? (oauth ? 'refresh_token' : 'refresh')
  const idToken = names.idToken ?? 'id_token'
  const sent = names.sent ?? (oauth ? 'refresh_token' : (refresh.split('.').at(-1) ?? refresh))
  const password = secrets[login.password.env] ?? ''
  const ofClient: Members = client
    ? { client_id: client.id, ...(client.secret && { client_secret: secrets[client.secret.env] ?? '' }) }
    : {}
  const captureMembers = [access, refresh, idToken]
  const post = (to: string, members: Members): LoginRequest => ({
    method: 'POST',
    path: to,
    authorization: [],
    fields: [`Content-Type: ${format === 'json' ? 'application/json' : 'application/x-www-form-urlencoded'}`],
    body: encode(members, format),
    captureMembers,
    members,
  })
  return {
    rules,
    format,
    username: login.username,
    password,
    confidential: client?.secret !== undefined,
    rotates: login.rotates,
    grace: login.grace,
    names: { access, refresh, idToken },
    logIn: (changes = {}) => {
      const given = { username: login.username, password, ...changes }
      const grant = oauth ? { grant_type: 'password' } : {}
      return post(path, {
        ...grant,
        ...login.with,
        ...ofClient,
        [names.username]: given.username,
        [names.password]: given.password,
      })
    },
    refresh: (token) =>
      post(login.refresh ?? path, {
        ...(oauth && { grant_type: 'refresh_token' }),
        ...ofClient,
        [sent]: token,
      }),
    logOut(tokens) {
      if (logOutPath === undefined) return undefined
      const ended = oauth ? { token: tokens.refresh, token_type_hint: 'refresh_token' } : { [sent]: tokens.refresh }
      const attempt = post(logOutPath, { ...ofClient, ...ended })
      // An application asks who logs out; a revocation endpoint asks the client only (RFC 7009 §2.1).
      if (oauth || tokens.access === undefined) return attempt
      const { authorization: _, ...asUser } = attempt
      return { ...asUser, token: tokens.access }
    },
    inQuery(method, request) {
      const query = encode(request.members, 'form')
      return {
        method,
        path: `${request.path}${request.path.includes('?') ? '&' : '?'}${query}`,
        authorization: [],
        body: '',
        captureMembers,
      }
    },
    tokensOf: ({ captured = {} }) => ({
      access: captured[access],
      refresh: captured[refresh],
      idToken: captured[idToken],
    }),
  }
}

/** The body as bytes in Latin-1. Only JSON can say what is no text; a form says it by the names that frameworks read so. */
function encode(members: Members, format: 'json' | 'form'): string {
  const text = format === 'json' ? JSON.stringify(members) : new URLSearchParams(formPairs(members)).toString()
  return Buffer.from(text, 'utf8').toString('latin1')
}

const formPairs = (members: Members): [string, string][] =>
  Object.entries(members).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return []
    if (Array.isArray(value)) return value.map((each) => [`${name}[]`, String(each)] as [string, string])
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).map(([key, each]) => [`${name}[${key}]`, String(each)])
    }
    return [[name, String(value ?? '')]]
  })
