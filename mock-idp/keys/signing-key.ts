import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type JsonWebKey, KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { IdpError } from '../errors.ts'
import { type Algorithm, findAlgorithm, keyFits } from './algorithms.ts'
import type { PublicJwk } from './jwk.ts'

/** A private key of your own for the issuer to sign with. */
export interface ImportedKey {
  /** What the key signs with by default, and the `alg` of its JWK. */
  readonly alg: string
  readonly privateKey: KeyObject | JsonWebKey
  /** Default: the thumbprint of the key (RFC 7638). */
  readonly kid?: string
}

export interface SigningKey {
  readonly kid: string
  readonly algorithm: Algorithm
  /** Held as a KeyObject, because importing a key costs more than signing with it. */
  readonly privateKey: KeyObject
  readonly jwk: PublicJwk
}

const generate = promisify(generateKeyPair)

/** Makes a key on the thread pool: some 100 ms for RSA of 2048 bits, 1 ms for others. */
export const generateKey = async (alg: string): Promise<SigningKey> => {
  const algorithm = findAlgorithm(alg)
  return describeKey(algorithm, (await generatePair(algorithm)).privateKey)
}

const generatePair = ({ keyType, curve }: Algorithm): Promise<{ privateKey: KeyObject }> => {
  if (keyType === 'rsa') return generate('rsa', { modulusLength: 2048 })
  if (keyType === 'ec') return generate('ec', { namedCurve: curve ?? 'prime256v1' })
  return generate('ed25519')
}

/** @throws {IdpError} `UNKNOWN_ALG`, `KEY_MISMATCH` or, for what is no private key, `OPTIONS` */
export const importKey = ({ alg, privateKey, kid }: ImportedKey): SigningKey => {
  const algorithm = findAlgorithm(alg)
  const key = privateKey instanceof KeyObject ? privateKey : readPrivateJwk(privateKey)
  if (key.type !== 'private') throw new IdpError('OPTIONS', `A ${key.type} key was given to sign with ${alg}.`)
  if (keyFits(key, algorithm)) return describeKey(algorithm, key, kid)
  throw new IdpError('KEY_MISMATCH', `A key of type ${key.asymmetricKeyType} was given to sign with ${alg}.`)
}

const readPrivateJwk = (key: JsonWebKey): KeyObject => {
  try {
    return createPrivateKey({ key, format: 'jwk' })
  } catch (cause) {
    throw new IdpError('OPTIONS', 'A JWK given to sign with is no private key; it needs the member "d".', { cause })
  }
}

export const describeKey = (algorithm: Algorithm, privateKey: KeyObject, kid?: string): SigningKey => {
  const { kty = '', crv, n, e, x, y } = createPublicKey(privateKey).export({ format: 'jwk' })
  // The members in the order, and only those, that RFC 7638 §3.2 and RFC 8037 §2 hash.
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  const name = kid ?? createHash('sha256').update(JSON.stringify(members)).digest('base64url')
  const jwk: PublicJwk = JSON.parse(JSON.stringify({ kid: name, use: 'sig', alg: algorithm.name, ...members }))
  return { kid: name, algorithm, privateKey, jwk }
}

/** The key as it can be imported again, private members and all. Only for a store. */
export const exportKey = ({ kid, algorithm, privateKey }: SigningKey) => ({
  alg: algorithm.name,
  kid,
  privateKey: privateKey.export({ format: 'jwk' }),
})
