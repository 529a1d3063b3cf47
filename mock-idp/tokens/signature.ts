import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { Algorithm } from '../keys/algorithms.ts'
import type { SigningKey } from '../keys/signing-key.ts'

/** A JWS in compact serialization, taken apart (RFC 7515 §7.1). */
export interface SplitToken {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  readonly input: string
  readonly signature: Buffer
}

/** Takes a JWT apart; `undefined` where it is none. */
export const splitToken = (token: string): SplitToken | undefined => {
  const parts = token.split('.')
  const [header, payload, signature] = parts.map(decode)
  if (parts.length !== 3 || !header || !payload || !signature) return undefined
  const [members, claims] = [readObject(header), readObject(payload)]
  return members && claims && { header: members, claims, input: token.slice(0, token.lastIndexOf('.')), signature }
}

/** Whether the key made the signature, with the algorithm of the key, whatever the header names. */
export const isSignedBy = ({ input, signature }: SplitToken, key: SigningKey): boolean => {
  const { algorithm } = key
  const options = { key: publicKeyOf(key), ...signatureOptions(algorithm) }
  return verify(algorithm.digest, Buffer.from(input, 'ascii'), options, signature)
}

const signatureOptions = ({ keyType, pss }: Algorithm) => {
  if (keyType === 'ec') return { dsaEncoding: 'ieee-p1363' } as const
  return pss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {}
}

// Deriving a public key costs as much as a signature with it.
const publicKeys = new WeakMap<SigningKey, KeyObject>()

const publicKeyOf = (key: SigningKey): KeyObject => {
  const known = publicKeys.get(key)
  if (known) return known
  const made = createPublicKey(key.privateKey)
  publicKeys.set(key, made)
  return made
}

/** Strictly base64url: another spelling of the same bytes would be another token. */
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
