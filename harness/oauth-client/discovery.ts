import type { CheckInput } from '../model/check.ts'
import type { Attempt, Observed } from '../model/expectation.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { jsonObject } from '../wire/json-object.ts'
import { type ClientCredentials, credentialsOf } from './client-authentication.ts'
import type { PageInput } from './html-form.ts'

/** Sends one request of the client. */
export type Send = (attempt: Attempt) => Promise<Observed>

/** The authorization server of the configuration, and the client that is registered there. */
export interface AuthorizationServer {
  readonly origin: string
  readonly issuer: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** By their names in the metadata, as paths; only those at the origin of the target. */
  readonly endpoints: Readonly<Record<string, string>>
  /** One that is registered nowhere, where the configuration declares none. */
  readonly client: ClientCredentials
  readonly otherClient?: ClientCredentials
  readonly redirectUri: string
  readonly scope: string
  /** Of each authorization request, besides the usual ones. */
  readonly authorizationParameters: Readonly<Record<string, string>>
  readonly page: PageInput
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

/** A client that no authorization server knows. Its names are reserved (RFC 2606 §3). */
export const unregistered = {
  client: { id: 'https://unregistered.client.example', secret: undefined, auth: 'basic' },
  redirectUri: 'https://unregistered.client.example/callback',
} as const

const textOf = (value: unknown, secrets: TargetConfig['secrets']): string => {
  const name = typeof value === 'object' && value !== null && 'env' in value ? String(value.env) : undefined
  return name === undefined ? String(value) : (secrets[name] ?? '')
}

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
  const { redirectUri = unregistered.redirectUri, scope, authorizationParameters = {} } = declared
  const clients = {
    client: declared.client ? credentialsOf(declared.client, config.secrets) : unregistered.client,
    ...(declared.otherClient && { otherClient: credentialsOf(declared.otherClient, config.secrets) }),
  }
  const { press = [], ...fields } = declared.signIn ?? {}
  const page: PageInput = {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [name, textOf(value, config.secrets)] as const),
    ),
    press: [press].flat(),
  }
  const server = { origin, issuer, metadata, endpoints, ...clients, redirectUri, scope, authorizationParameters, page }
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
