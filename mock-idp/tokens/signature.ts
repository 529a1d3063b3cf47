import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Algorithm } from '../keys/algorithms.ts'
import type { SigningKey } from '../keys/signing-key.ts'

/** The parts of a JWT in JWS compact serialization (RFC 7515 §7.1). */
export interface SplitToken {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly input: string
  readonly signature: Buffer
}

/** Splits and decodes a JWT. `undefined` if it is not a JWT. */
export const splitToken = (token: string): SplitToken | undefined => {
  const parts = token.split('.')
  const [header, payload, signature] = parts.map(decode)
  if (parts.length !== 3 || !header || !payload || !signature) return undefined
  const [members, claims] = [readObject(header), readObject(payload)]
  return members && claims && { header: members, claims, input: token.slice(0, token.lastIndexOf('.')), signature }
}

/** Verifies the signature with the algorithm of the key, not that of the header. */
export const isSignedBy = ({ input, signature }: SplitToken, key: SigningKey): boolean => {
  const { algorithm } = key
  const options = { key: publicKeyOf(key), ...signatureOptions(algorithm) }
  return verify(algorithm.digest, Buffer.from(input, 'ascii'), options, signature)
}

const signatureOptions = ({ keyType, pss }: Algorithm) => {
  if (keyType === 'ec') return { dsaEncoding: 'ieee-p1363' } as const
  return pss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {}
}

// Cached, because deriving a public key takes as long as verifying a signature.
const publicKeys = new WeakMap<SigningKey, KeyObject>()

const publicKeyOf = (key: SigningKey): KeyObject => {
  const known = publicKeys.get(key)
  if (known) return known
  const made = createPublicKey(key.privateKey)
  publicKeys.set(key, made)
  return made
}

/** Strict base64url: only the canonical encoding of the bytes is accepted. */
const decode = (part: string): Buffer | undefined => {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : undefined
}

const readObject = (bytes: Buffer): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
