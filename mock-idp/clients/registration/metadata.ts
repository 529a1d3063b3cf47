import { OAuthError } from '../../errors.ts'
import { type Client, clientAuthMethods } from '../clients.ts'
import { isObject, isPublicJwkSet } from './jwk-set.ts'
import { checkRedirectUris, isWebUri } from './redirect-uris.ts'

/** Client metadata as JSON (RFC 7591 §2). */
export type Metadata = Readonly<Record<string, unknown>>

interface Member {
  readonly client: keyof Client
  /** Completes "NAME must be …". */
  readonly text: string
  readonly fits: (value: unknown) => boolean
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && value.length <= 4000
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.length <= 100 && value.every(isText)
const isFlag = (value: unknown): boolean => typeof value === 'boolean'
const isAuthMethod = (value: unknown): boolean => clientAuthMethods.some((method) => method === value)

const text = { text: 'a string', fits: isText }
const textList = { text: 'a list of strings', fits: isTextList }
const flag = { text: 'true or false', fits: isFlag }

/** The supported metadata, with the names of `Client`. Everything else is ignored (RFC 7591 §2). */
const members: Readonly<Record<string, Member>> = {
  client_name: { client: 'name', ...text },
  redirect_uris: { client: 'redirectUris', ...textList },
  post_logout_redirect_uris: { client: 'postLogoutRedirectUris', ...textList },
  backchannel_logout_uri: {
    client: 'backchannelLogoutUri',
    text: 'an http or https URI without a fragment',
    fits: (value) => typeof value === 'string' && isWebUri(value),
  },
  grant_types: { client: 'grantTypes', ...textList },
  scope: { client: 'scope', ...text },
  token_endpoint_auth_method: {
    client: 'authMethod',
    text: `one of ${clientAuthMethods.join(', ')}`,
    fits: isAuthMethod,
  },
  jwks: { client: 'jwks', text: 'a JWK Set of public keys', fits: isPublicJwkSet },
  id_token_signed_response_alg: { client: 'idTokenAlg', ...text },
  require_pushed_authorization_requests: { client: 'requirePar', ...flag },
  dpop_bound_access_tokens: { client: 'requireDpop', ...flag },
}

/** What the issuer supports, as far as it limits a registration. */
export interface IssuerCapabilities {
  readonly grantTypes: readonly string[]
  readonly algs: readonly string[]
}

/**
 * Reads client metadata, with the defaults of RFC 7591 §2.
 *
 * @throws {OAuthError} `invalid_client_metadata`, `invalid_redirect_uri`
 */
export const readMetadata = (metadata: unknown, capabilities: IssuerCapabilities): Omit<Client, 'clientId'> => {
  if (!isObject(metadata)) throw invalidMetadata('The body must be a JSON object of client metadata.')
  const client: Omit<Client, 'clientId'> = {
    authMethod: 'client_secret_basic',
    grantTypes: ['authorization_code'],
    ...Object.fromEntries(Object.entries(members).flatMap(([name, member]) => readMember(metadata, name, member))),
  }
  checkSupport(metadata, client, capabilities)
  checkRedirectUris(client)
  return client
}

const readMember = (metadata: Metadata, name: string, { client, text, fits }: Member): readonly [string, unknown][] => {
  const value = metadata[name]
  if (value === undefined || value === null) return []
  if (fits(value)) return [[client, value]]
  throw invalidMetadata(`${name} must be ${text}.`)
}

const checkSupport = (
  metadata: Metadata,
  { grantTypes = [], authMethod, jwks, idTokenAlg }: Partial<Client>,
  capabilities: IssuerCapabilities,
) => {
  if (metadata.jwks_uri !== undefined) {
    throw invalidMetadata('jwks_uri is not supported, because this issuer fetches nothing. Send the keys in jwks.')
  }
  const responseTypes = metadata.response_types ?? ['code']
  if (!Array.isArray(responseTypes) || !responseTypes.every((type) => type === 'code')) {
    throw invalidMetadata('response_types may contain only code.')
  }
  if (!grantTypes.every((type) => capabilities.grantTypes.includes(type))) {
    throw invalidMetadata(`grant_types may contain only ${capabilities.grantTypes.join(', ')}.`)
  }
  if (idTokenAlg !== undefined && !capabilities.algs.includes(idTokenAlg)) {
    throw invalidMetadata(`id_token_signed_response_alg must be one of ${capabilities.algs.join(', ')}.`)
  }
  if (authMethod === 'private_key_jwt' && !jwks) throw invalidMetadata('private_key_jwt needs jwks.')
}

/** The registered metadata of a client (RFC 7591 §3.2.1). */
export const metadataOf = (client: Client): Metadata => ({
  ...Object.fromEntries(
    Object.entries(members).flatMap(([name, member]) => {
      const value = client[member.client]
      return value === undefined ? [] : [[name, value]]
    }),
  ),
  ...(client.grantTypes?.includes('authorization_code') && { response_types: ['code'] }),
})

export const invalidMetadata = (description: string): OAuthError =>
  new OAuthError(400, 'invalid_client_metadata', { description })
