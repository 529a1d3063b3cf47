import type { Features } from '../model/features.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { assertionParameters } from './client-assertion.ts'
import { encodeText, type Parameters } from './parameters.ts'

export interface ClientCredentials {
  readonly id: string
  /** None: a public client. */
  readonly secret: string | undefined
  readonly auth: 'basic' | 'post'
  /** Of a client that signs assertions: its private key, as a JWK or in PEM. */
  readonly key?: string
}

type Declared = NonNullable<NonNullable<Features['op']>['client']>

/** How a client authenticates itself: a public one does not (RFC 6749 §2.1). */
export const clientTypeOf = ({ secret, key }: { readonly secret?: unknown; readonly key?: unknown }) =>
  secret === undefined && key === undefined ? 'public' : 'confidential'

/** A client as the configuration declares it, with its secret. */
export const credentialsOf = (
  { id, secret, auth, key }: Declared,
  secrets: TargetConfig['secrets'],
): ClientCredentials => ({
  id,
  secret: secret && (secrets[secret.env] ?? ''),
  auth,
  ...(key && { key: secrets[key.env] ?? '' }),
})

interface Authentication {
  readonly authorization: readonly string[]
  readonly parameters: Parameters
}

/**
 * How a client authenticates itself (RFC 6749 §2.3.1, §3.2.1; RFC 7523 §2.2). `audience`: who verifies its assertions.
 *
 * @throws {TypeError} for a key that cannot sign
 */
export async function clientAuthentication(
  { id, secret, auth, key }: ClientCredentials,
  audience: string,
): Promise<Authentication> {
  if (key !== undefined) {
    return { authorization: [], parameters: await assertionParameters({ id, key, audience }) }
  }
  if (secret === undefined) return { authorization: [], parameters: { client_id: id } }
  if (auth === 'post') return { authorization: [], parameters: { client_id: id, client_secret: secret } }
  return { authorization: [basic(encodeText(id), encodeText(secret))], parameters: {} }
}

/** RFC 7617 §2, of texts that are encoded already. */
const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`, 'utf8').toString('base64')}`

/** Values of Authorization by which a confidential client authenticates itself, rightly and wrongly. */
export function basicValues({ id, secret }: ClientCredentials) {
  if (secret === undefined) return {}
  const value = (password: string, encode = encodeText) => basic(encode(id), encode(password))
  const plain = encodeText(secret) === secret
  return {
    correct: value(secret),
    /** As a form is encoded; every character, where none has to be. */
    encoded: value(secret, plain ? percentEncoded : encodeText),
    wrong: value(`${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`),
  }
}

/** Every byte as `%XX`, which decodes to the same text. */
const percentEncoded = (text: string): string =>
  [...Buffer.from(text, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
