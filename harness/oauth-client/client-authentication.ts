import type { Features } from '../model/features.ts'
import type { TargetConfig } from '../model/target-config.ts'
import { encodeText, type Parameters } from './parameters.ts'

export interface ClientCredentials {
  readonly id: string
  /** None: a public client. */
  readonly secret: string | undefined
  readonly auth: 'basic' | 'post'
}

type Declared = NonNullable<Features['op']>

/** A client as the configuration declares it, with its secret. */
export const credentialsOf = (
  { id, secret, auth }: Declared['client'],
  secrets: TargetConfig['secrets'],
): ClientCredentials => ({
  id,
  secret: secret && (secrets[secret.env] ?? ''),
  auth,
})

/** How a client authenticates itself (RFC 6749 §2.3.1, §3.2.1). */
export function clientAuthentication({ id, secret, auth }: ClientCredentials): {
  readonly authorization: readonly string[]
  readonly parameters: Parameters
} {
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
