import type { CheckInput } from '../model/check.ts'
import type { Attempt, Observed } from '../model/expectation.ts'
import { jsonObject } from '../wire/json-object.ts'
import { type ClientCredentials, credentialsOf } from './client-authentication.ts'

/** Sends one request of the client. */
export type Send = (attempt: Attempt) => Promise<Observed>

/** The authorization server of the configuration, and the client that is registered there. */
export interface AuthorizationServer {
  readonly origin: string
  readonly issuer: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** By their names in the metadata, as paths; only those at the origin of the target. */
  readonly endpoints: Readonly<Record<string, string>>
  readonly client: ClientCredentials
  readonly otherClient?: ClientCredentials
  readonly redirectUri: string
  readonly scope: string
  /** Values of the fields of its sign-in and consent forms, by name. */
  readonly signInFields: Readonly<Record<string, string>>
}

export interface Discovery {
  readonly observed: Observed
  /** Endpoints that the metadata do not name, or not at this origin. */
  readonly missing: readonly string[]
  readonly origin: string
  /** Absent when an endpoint is missing. */
  readonly server?: AuthorizationServer
}

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

const getRequest = (path: string): Attempt => ({
  method: 'GET',
  path,
  authorization: [],
  body: '',
  captureBody: true,
})

/** The JSON object of an answer; undefined for anything else. */
export const jsonOf = ({ unmasked }: Observed): Readonly<Record<string, unknown>> | undefined =>
  jsonObject(unmasked?.body ?? '')

const needed = ['authorization_endpoint', 'token_endpoint']

/**
 * Reads the metadata of the authorization server, at either address.
 *
 * @throws {TypeError} when the configuration declares no `op`
 */
export async function discover(input: Pick<CheckInput, 'config' | 'target'>, send: Send): Promise<Discovery> {
  const { config, target } = input
  const { origin } = target
  const declared = config.features.op
  if (!declared) throw new TypeError('the config declares no op')
  const issuer = issuerOf(input)
  const { openid, oauth } = metadataPaths(issuer)
  const first = await send(getRequest(openid))
  const observed = first.unmasked?.status === 200 ? first : await send(getRequest(oauth))
  const metadata = (observed.unmasked?.status === 200 ? jsonOf(observed) : undefined) ?? {}
  const endpoints = endpointsAt(origin, metadata)
  const missing = needed.filter((name) => endpoints[name] === undefined)
  if (missing.length > 0) return { observed, missing, origin }
  const { redirectUri, scope } = declared
  const clients = {
    client: credentialsOf(declared.client, config.secrets),
    ...(declared.otherClient && { otherClient: credentialsOf(declared.otherClient, config.secrets) }),
  }
  const signInFields = Object.fromEntries(
    Object.entries(declared.signIn ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : (config.secrets[value.env] ?? ''),
    ]),
  )
  const server = { origin, issuer, metadata, endpoints, ...clients, redirectUri, scope, signInFields }
  return { observed, missing, origin, server }
}

/** Path and query of each address of the metadata that is at this origin. */
const endpointsAt = (origin: string, metadata: AuthorizationServer['metadata']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(metadata).flatMap(([name, address]) => {
      const url = typeof address === 'string' ? URL.parse(address) : null
      return url?.origin === origin && /(_endpoint|_uri)$/.test(name) ? [[name, url.pathname + url.search]] : []
    }),
  )
