import type { KeyObject } from 'node:crypto'
import { IdpError } from '../errors.ts'

/** A signature algorithm of RFC 7518 §3.1, RFC 8037 §3.1 or RFC 9864. */
export interface Algorithm {
  readonly name: string
  /** The `asymmetricKeyType` of Node.js. */
  readonly keyType: 'rsa' | 'ec' | 'ed25519'
  /** The `namedCurve` of Node.js. */
  readonly curve?: 'prime256v1' | 'secp384r1' | 'secp521r1'
  /** For ECDSA: the size in bytes of r and of s (RFC 7518 §3.4). */
  readonly numberBytes?: number
  /** `null` for EdDSA, which needs no separate hash. */
  readonly digest: 'sha256' | 'sha384' | 'sha512' | null
  readonly pss?: true
}

const algorithms: ReadonlyMap<string, Algorithm> = new Map(
  (
    [
      { name: 'RS256', keyType: 'rsa', digest: 'sha256' },
      { name: 'RS384', keyType: 'rsa', digest: 'sha384' },
      { name: 'RS512', keyType: 'rsa', digest: 'sha512' },
      { name: 'PS256', keyType: 'rsa', digest: 'sha256', pss: true },
      { name: 'PS384', keyType: 'rsa', digest: 'sha384', pss: true },
      { name: 'PS512', keyType: 'rsa', digest: 'sha512', pss: true },
      { name: 'ES256', keyType: 'ec', curve: 'prime256v1', numberBytes: 32, digest: 'sha256' },
      { name: 'ES384', keyType: 'ec', curve: 'secp384r1', numberBytes: 48, digest: 'sha384' },
      { name: 'ES512', keyType: 'ec', curve: 'secp521r1', numberBytes: 66, digest: 'sha512' },
      { name: 'EdDSA', keyType: 'ed25519', digest: null },
      { name: 'Ed25519', keyType: 'ed25519', digest: null },
    ] as const satisfies readonly Algorithm[]
  ).map((algorithm) => [algorithm.name, algorithm]),
)

/** @throws {IdpError} `UNKNOWN_ALG` */
export const findAlgorithm = (name: string): Algorithm => {
  const found = algorithms.get(name)
  if (found) return found
  const advice =
    name === 'none'
      ? "For an unsigned token, use { header: { alg: 'none' }, signature: '' }."
      : 'To change only the alg in the header, use { header: { alg } }.'
  throw new IdpError(
    'UNKNOWN_ALG',
    `Cannot sign with ${JSON.stringify(name)}; supported are ${[...algorithms.keys()].join(', ')}. ${advice}`,
  )
}

/** Whether keys for one algorithm can also sign with the other, like RS256 and PS512. */
export const sharesKeys = (one: Algorithm, other: Algorithm): boolean =>
  one.keyType === other.keyType && one.curve === other.curve

export const keyFits = (key: KeyObject, algorithm: Algorithm): boolean =>
  key.asymmetricKeyType === algorithm.keyType && key.asymmetricKeyDetails?.namedCurve === algorithm.curve
