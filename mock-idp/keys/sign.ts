import { constants, sign as cryptoSign, type KeyObject } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Algorithm } from './algorithms.ts'
import { joseSignature } from './ecdsa-signature.ts'

// Asked once, because asking takes 8 µs.
const cores = availableParallelism()

/** Signs as JWS wants it (RFC 7518 §3.3 to §3.5, RFC 8037 §3.1). */
export const sign = (algorithm: Algorithm, key: KeyObject, input: Uint8Array): Buffer | Promise<Buffer> => {
  const { keyType, digest, numberBytes } = algorithm
  // RSA takes so long that another core should do it, where there is one; anything else is over before it would start.
  if (keyType === 'rsa') {
    return cores > 1 ? signElsewhere(algorithm, key, input) : cryptoSign(digest, input, rsaOptions(algorithm, key))
  }
  const signature = cryptoSign(digest, input, key)
  return numberBytes === undefined ? signature : joseSignature(signature, numberBytes)
}

const signElsewhere = (algorithm: Algorithm, key: KeyObject, input: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    cryptoSign(algorithm.digest, input, rsaOptions(algorithm, key), (error, signature) =>
      error ? reject(error) : resolve(signature),
    )
  })

// The key by itself is read 10 µs sooner than as a member.
const rsaOptions = ({ pss }: Algorithm, key: KeyObject) =>
  pss ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : key
