import { invalidRequest, Refusal } from './errors.ts'
import type { Form } from './form.ts'
import { sameSecret } from './secret.ts'

export interface Client {
  readonly clientId: string
  readonly clientSecret: string
  /** The `aud` of its tokens when a request names none. */
  readonly audience?: string | readonly string[]
}

/** For development and tests only: known to everyone who reads this. */
export const defaultClient: Client = { clientId: 'conformance', clientSecret: 'conformance-secret' }

export interface ClientRegistry {
  /** @throws {Refusal} `invalid_client`, `invalid_request` */
  authenticate(request: Request, form: Form): Client
}

/** Who may ask for tokens; `permissive` takes every client_id with whatever secret, or none. */
export const createClientRegistry = (
  clients: readonly Client[] = [defaultClient],
  { permissive = false }: { readonly permissive?: boolean } = {},
): ClientRegistry => {
  const byId = new Map(clients.map((client) => [client.clientId, client]))
  return {
    authenticate(request, form) {
      const readings = readCredentials(request.headers.get('authorization'), form)
      for (const { id, secret } of readings) {
        const client = byId.get(id)
        if (client && (permissive || sameSecret(secret, client.clientSecret))) return client
      }
      const [{ id }] = readings
      if (permissive) return { clientId: id, clientSecret: '' }
      throw invalidClient(`${byId.has(id) ? 'wrong or no secret for' : 'unknown'} client ${JSON.stringify(id)}`)
    },
  }
}

interface Credentials {
  readonly id: string
  readonly secret: string
}

/**
 * client_secret_basic or client_secret_post (RFC 6749 §2.3.1), but not both (§2.3). Basic has two readings: decoded, and
 * as sent, because many clients do not form-encode what they put there.
 */
const readCredentials = (
  authorization: string | null,
  form: Form,
): readonly [Credentials] | readonly [Credentials, Credentials] => {
  const id = form.get('client_id')
  const secret = form.get('client_secret')
  if (authorization === null) {
    if (id === undefined) throw invalidClient('the request names no client')
    return [{ id, secret: secret ?? '' }]
  }
  const basic = readBasic(authorization)
  const decoded = { id: formDecode(basic.id), secret: formDecode(basic.secret) }
  if (secret !== undefined) throw invalidRequest('Use one way of client authentication, not two.')
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

const invalidClient = (detail: string): Refusal =>
  new Refusal(401, 'invalid_client', {
    description: 'Client authentication failed.',
    detail,
    headers: { 'WWW-Authenticate': 'Basic realm="mock-idp"' },
  })
