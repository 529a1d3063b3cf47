import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey, KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { IdpError } from '../errors.ts'
import { type Algorithm, findAlgorithm, keyFits } from './algorithms.ts'
import type { PublicJwk } from './jwk.ts'

/** A private key for the issuer to sign with. */
export interface ImportedKey {
  /** The algorithm that the key signs with by default, and the `alg` of its JWK. */
  readonly alg: string
  readonly privateKey: KeyObject | JsonWebKey
  /** Default: the thumbprint of the key (RFC 7638). */
  readonly kid?: string
}

export interface SigningKey {
  readonly kid: string
  readonly algorithm: Algorithm
  /** A KeyObject, because importing a key takes longer than signing with it. */
  readonly privateKey: KeyObject
  readonly jwk: PublicJwk
}

const generate = promisify(generateKeyPair)

/** Generates a key in the thread pool: about 100 ms for RSA of 2048 bits, 1 ms for others. */
export const generateKey = async (alg: string): Promise<SigningKey> => {
  const algorithm = findAlgorithm(alg)
  return createSigningKey(algorithm, (await generatePair(algorithm)).privateKey)
}

const generatePair = ({ keyType, curve }: Algorithm): Promise<{ privateKey: KeyObject }> => {
  if (keyType === 'rsa') return generate('rsa', { modulusLength: 2048 })
  if (keyType === 'ec') return generate('ec', { namedCurve: curve ?? 'prime256v1' })
  return generate('ed25519')
}

/** @throws {IdpError} `UNKNOWN_ALG`, `KEY_MISMATCH` or, if it is not a private key, `OPTIONS` */
export const importKey = ({ alg, privateKey, kid }: ImportedKey): SigningKey => {
  const algorithm = findAlgorithm(alg)
  const key = privateKey instanceof KeyObject ? privateKey : readPrivateJwk(privateKey)
  if (key.type !== 'private')
    throw new IdpError('OPTIONS', `A ${key.type} key cannot sign with ${alg}. Use a private key.`)
  if (keyFits(key, algorithm)) return createSigningKey(algorithm, key, kid)
  throw new IdpError('KEY_MISMATCH', `A key of type ${key.asymmetricKeyType} cannot sign with ${alg}.`)
}

const readPrivateJwk = (key: JsonWebKey): KeyObject => {
  try {
    return createPrivateKey({ key, format: 'jwk' })
  } catch (cause) {
    throw new IdpError('OPTIONS', 'A JWK for signing is not a private key. It needs the member "d".', { cause })
  }
}

export const createSigningKey = (algorithm: Algorithm, privateKey: KeyObject, kid?: string): SigningKey => {
  const { kty = '', crv, n, e, x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  // Exactly the members, in the order, that the thumbprint is computed from (RFC 7638 §3.2, RFC 8037 §2).
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  const name = kid ?? createHash('sha256').update(JSON.stringify(members)).digest('base64url')
  const jwk: PublicJwk = JSON.parse(JSON.stringify({ kid: name, use: 'sig', alg: algorithm.name, ...members }))
  return { kid: name, algorithm, privateKey, jwk }
}

/** The key with its private members, for `importKey`. Only for the store. */
export const exportKey = ({ kid, algorithm, privateKey }: SigningKey) => ({
  alg: algorithm.name,
  kid,
  privateKey: privateKey.export({ format: 'jwk' }),
})
