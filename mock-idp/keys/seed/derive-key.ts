import { createECDH, createPrivateKey } from 'node:crypto'
import { type Algorithm, findAlgorithm } from '../algorithms.ts'
import { createSigningKey, type SigningKey } from '../signing-key.ts'
import { type ByteStream, byteStream } from './byte-stream.ts'
import { rsaFromStream } from './rsa-key.ts'

/** What a key is derived from. */
export interface DerivationInput {
  /** Not a real secret: all keys can be computed from it, and it is in test configurations. */
  readonly seed: string
  readonly tenant: string
  readonly alg: string
  /** The number of the key among those of its algorithm, from 0. Each rotation uses the next one. */
  readonly index: number
}

/**
 * Derives a key. The same input gives the same key, in every process and in every version. Takes 100 to 500 ms in the
 * thread pool for RSA of 2048 bits, 1 ms for others.
 */
export const keyFromSeed = async ({ seed, tenant, alg, index }: DerivationInput): Promise<SigningKey> => {
  const algorithm = findAlgorithm(alg)
  const stream = byteStream(seed, JSON.stringify(['auth-conformance key 1', tenant, algorithm.name, index]))
  return createSigningKey(algorithm, await privateKeyOf(algorithm, stream))
}

const privateKeyOf = async ({ keyType, curve }: Algorithm, stream: ByteStream) => {
  if (keyType === 'rsa') return createPrivateKey({ key: await rsaFromStream(stream), format: 'jwk' })
  return curve === undefined ? ed25519FromBytes(stream(32)) : ecFromStream(curve, stream)
}

const curves = {
  prime256v1: { crv: 'P-256', bits: 256 },
  secp384r1: { crv: 'P-384', bits: 384 },
  secp521r1: { crv: 'P-521', bits: 521 },
} as const

const ecFromStream = (curve: keyof typeof curves, stream: ByteStream) => {
  const { crv, bits } = curves[curve]
  const size = Math.ceil(bits / 8)
  for (;;) {
    const d = Buffer.from(stream(size))
    d[0] = (d[0] ?? 0) & (0xff >> (size * 8 - bits))
    const point = pointOf(curve, d)
    if (!point) continue
    const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)]
    const jwk = { kty: 'EC', crv, d: d.toString('base64url'), x: x.toString('base64url'), y: y.toString('base64url') }
    return createPrivateKey({ key: jwk, format: 'jwk' })
  }
}

/** `undefined` if the number is 0 or not below the order of the curve. */
const pointOf = (curve: string, d: Buffer): Buffer | undefined => {
  const ecdh = createECDH(curve)
  try {
    ecdh.setPrivateKey(d)
    return ecdh.getPublicKey()
  } catch {
    return undefined
  }
}

// The PKCS#8 structure of RFC 8410 §7 before the 32 bytes of the key.
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

const ed25519FromBytes = (bytes: Buffer) =>
  createPrivateKey({ key: Buffer.concat([ed25519Prefix, bytes]), format: 'der', type: 'pkcs8' })
