import { constants, sign as cryptoSign, type KeyObject } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Algorithm } from './algorithms.ts'
import { joseSignature } from './ecdsa-signature.ts'

// Read once, because each call takes 8 µs.
const cores = availableParallelism()

/** Creates a JWS signature (RFC 7518 §3.3 to §3.5, RFC 8037 §3.1). */
export const sign = (algorithm: Algorithm, key: KeyObject, input: Uint8Array): Buffer | Promise<Buffer> => {
  const { keyType, digest, numberBytes } = algorithm
  // RSA is so slow that the thread pool pays off if there is a second core. The others are faster than the thread pool.
  if (keyType === 'rsa') {
    return cores > 1 ? signInThreadPool(algorithm, key, input) : cryptoSign(digest, input, rsaOptions(algorithm, key))
  }
  const signature = cryptoSign(digest, input, key)
  return numberBytes === undefined ? signature : joseSignature(signature, numberBytes)
}

const signInThreadPool = (algorithm: Algorithm, key: KeyObject, input: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    cryptoSign(algorithm.digest, input, rsaOptions(algorithm, key), (error, signature) =>
      error ? reject(error) : resolve(signature),
    )
  })

// A plain key is 10 µs faster than an object with the key.
const rsaOptions = ({ pss }: Algorithm, key: KeyObject) =>
  pss ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : key
