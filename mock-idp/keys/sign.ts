import { constants, sign as cryptoSign, type KeyObject } from 'node:crypto'
import type { Algorithm } from './algorithms.ts'

/** Signs as JWS wants it (RFC 7518 §3.3 to §3.5, RFC 8037 §3.1), on the thread pool. */
export const sign = (algorithm: Algorithm, key: KeyObject, input: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    cryptoSign(algorithm.digest, input, signOptions(algorithm, key), (error, signature) =>
      error ? reject(error) : resolve(signature),
    )
  })

const signOptions = ({ keyType, pss }: Algorithm, key: KeyObject) => {
  if (keyType === 'ec') return { key, dsaEncoding: 'ieee-p1363' } as const
  if (!pss) return { key }
  return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
}
