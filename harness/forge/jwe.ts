import { constants, createCipheriv, publicEncrypt, randomBytes } from 'node:crypto'
import { publicKeyOf } from './keys/key-forms.ts'
import type { PublishedKey } from './keys/published-keys.ts'
import { encode, type Json } from './parts.ts'

/** How to encrypt to a published key (RFC 7518 §4.1). The last two take its bytes for a shared key. */
const jweAlgorithms = ['RSA-OAEP', 'RSA-OAEP-256', 'RSA1_5', 'ECDH-ES', 'dir', 'A128KW'] as const
export type JweAlgorithm = (typeof jweAlgorithms)[number]

export const isJweAlgorithm = (name: string): name is JweAlgorithm => jweAlgorithms.some((alg) => alg === name)

/** The algorithms that fit a key; an Ed25519 key cannot encrypt, so that only its bytes can be used. */
export const jweAlgorithmsFor = ({ kty }: PublishedKey): readonly JweAlgorithm[] =>
  kty === 'RSA'
    ? ['RSA-OAEP', 'RSA-OAEP-256', 'RSA1_5', 'dir', 'A128KW']
    : kty === 'EC'
      ? ['ECDH-ES', 'dir', 'A128KW']
      : ['dir', 'A128KW']

/** A compact JWE (RFC 7516 §7.1) that anybody can make who has seen the published key. */
export async function encryptTo(jwk: PublishedKey, alg: JweAlgorithm, content: string, header: Json): Promise<string> {
  const protectedHeader = { alg, enc: 'A256GCM', kid: jwk.kid, ...header }
  if (alg === 'RSA1_5') return encryptRsa15(jwk, content, protectedHeader)
  // Loaded where it is used: reading the catalogue must not wait for it.
  const { CompactEncrypt } = await import('jose')
  const encryption = new CompactEncrypt(Buffer.from(content)).setProtectedHeader(protectedHeader)
  if (alg === 'dir') return encryption.encrypt(sharedBytes(jwk).subarray(0, 32))
  if (alg === 'A128KW') return encryption.encrypt(sharedBytes(jwk).subarray(0, 16))
  return encryption.encrypt(publicKeyOf(jwk))
}

/** What a library that cuts a key to the length it needs would take for the shared one. */
const sharedBytes = (jwk: PublishedKey): Buffer =>
  jwk.kty === 'RSA'
    ? Buffer.from(publicKeyOf(jwk).export({ type: 'spki', format: 'pem' }))
    : Buffer.from(jwk.x ?? '', 'base64url')

/** RSAES-PKCS1-v1_5 (RFC 7518 §4.2), which jose has given up. */
function encryptRsa15(jwk: PublishedKey, content: string, protectedHeader: Json): string {
  const [contentKey, iv] = [randomBytes(32), randomBytes(12)]
  const header = encode(protectedHeader)
  const wrapped = publicEncrypt({ key: publicKeyOf(jwk), padding: constants.RSA_PKCS1_PADDING }, contentKey)
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv).setAAD(Buffer.from(header))
  const ciphertext = Buffer.concat([cipher.update(content), cipher.final()])
  return [header, ...[wrapped, iv, ciphertext, cipher.getAuthTag()].map(encode)].join('.')
}
