import { invalidRequest, OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import type { Form } from '../../http/form.ts'
import { sameSecret } from '../../http/secret.ts'
import type { Client, ClientAuthMethod } from '../clients.ts'
import { findClient } from '../find-client.ts'
import { assertionType, verifyAssertion } from './assertion.ts'

/**
 * Authenticates the client of a request to the token endpoint or a similar one (RFC 6749 §2.3, RFC 7523 §2.2).
 *
 * @throws {OAuthError} `invalid_client`, `invalid_request`
 */
export const authenticateClient = async (call: Call, form: Form): Promise<Client> => {
  const assertion = form.get('client_assertion')
  const { client, method } =
    assertion === undefined ? await bySecret(call, form) : await byAssertion(call, form, assertion)
  if (client.authMethod === undefined || client.authMethod === method || call.tenant.settings().permissive)
    return client
  throw invalidClient(`${client.clientId} must authenticate by ${client.authMethod}, not ${method}`)
}

interface Authenticated {
  readonly client: Client
  readonly method: ClientAuthMethod
}

const bySecret = async ({ tenant, request, draft }: Call, form: Form): Promise<Authenticated> => {
  const { permissive } = tenant.settings()
  const authorization = request.headers.get('authorization')
  const candidates = readCredentials(authorization, form)
  for (const { id, secret } of candidates) {
    draft.client = id
    const client = tenant.clients.find(id) ?? (await findClient(tenant, id))
    if (client && (permissive || secretMatches(client, secret)))
      return { client, method: methodOf(authorization, secret) }
  }
  const [{ id, secret }] = candidates
  if (permissive) return { client: { clientId: id }, method: methodOf(authorization, secret) }
  throw invalidClient(
    `${(await findClient(tenant, id)) ? 'wrong or missing secret for' : 'unknown'} client ${JSON.stringify(id)}`,
  )
}

const methodOf = (authorization: string | null, secret: string): ClientAuthMethod => {
  if (authorization !== null) return 'client_secret_basic'
  return secret === '' ? 'none' : 'client_secret_post'
}

const byAssertion = async (call: Call, form: Form, assertion: string): Promise<Authenticated> => {
  if (form.get('client_assertion_type') !== assertionType) {
    throw invalidRequest(`client_assertion_type must be ${assertionType}.`)
  }
  if (call.request.headers.get('authorization') !== null || form.get('client_secret') !== undefined) {
    throw invalidRequest('Use only one method of client authentication.')
  }
  const id = unverifiedSubject(assertion)
  const named = form.get('client_id')
  if (named !== undefined && named !== id) throw invalidRequest('client_id differs from the sub of the assertion.')
  call.draft.client = id
  const client = await findClient(call.tenant, id)
  if (!client) throw invalidClient(`unknown client ${JSON.stringify(id)}`)
  const { sub, method } = await verifyAssertion(call, client, assertion)
  if (sub === client.clientId) return { client, method }
  throw invalidClient('the sub of the assertion is not the client')
}

/** The `sub` of an assertion that is not verified yet. */
const unverifiedSubject = (assertion: string): string => {
  try {
    const { sub } = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString('utf8'))
    if (typeof sub === 'string' && sub !== '') return sub
  } catch {
    // The error below covers it.
  }
  throw invalidClient('the assertion is not a JWT with a sub')
}

const secretMatches = ({ clientSecret, jwks }: Client, secret: string): boolean =>
  clientSecret === undefined ? jwks === undefined && secret === '' : sameSecret(secret, clientSecret)

interface Credentials {
  readonly id: string
  readonly secret: string
}

/**
 * Reads client_secret_basic or client_secret_post (RFC 6749 §2.3.1), but not both (§2.3). Basic has two possible meanings:
 * form-decoded, and as sent, because many clients do not form-encode the id and the secret.
 */
const readCredentials = (
  authorization: string | null,
  form: Form,
): readonly [Credentials] | readonly [Credentials, Credentials] => {
  const id = form.get('client_id')
  const secret = form.get('client_secret')
  if (authorization === null) {
    if (id === undefined) throw invalidClient('the request has no client_id')
    return [{ id, secret: secret ?? '' }]
  }
  const basic = readBasic(authorization)
  const decoded = { id: formDecode(basic.id), secret: formDecode(basic.secret) }
  if (secret !== undefined) throw invalidRequest('Use only one method of client authentication.')
  if (id !== undefined && id !== basic.id && id !== decoded.id) {
    throw invalidRequest('client_id differs from the one in Authorization.')
  }
  return [decoded, basic]
}

const readBasic = (authorization: string): Credentials => {
  const encoded = /^Basic +([A-Za-z0-9+/_=-]+)$/i.exec(authorization)?.[1]
  if (encoded === undefined) throw invalidClient('the Authorization field is not Basic with base64')
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) throw invalidClient('the Basic credentials have no colon')
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) }
}

const formDecode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const invalidClient = (detail: string): OAuthError =>
  new OAuthError(401, 'invalid_client', {
    description: 'Client authentication failed.',
    detail,
    headers: { 'WWW-Authenticate': 'Basic realm="mock-idp"' },
  })
