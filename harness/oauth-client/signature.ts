import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'
import { readJwt } from './read-jwt.ts'

export type PublishedKey = Readonly<Record<string, unknown>>

/** Members of private and symmetric keys (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
export const secretMembers: readonly string[] = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

const publicPart = (key: PublishedKey): PublishedKey =>
  Object.fromEntries(Object.entries(key).filter(([name]) => !secretMembers.includes(name)))

/** Whether one of the keys verifies the signature of a JWT, whatever else is published. */
export async function isVerified(token: string, keys: readonly PublishedKey[]): Promise<boolean> {
  // A symmetric signature is by the secret of the client, which no key set holds (OpenID Connect Core §10.1).
  if (/^HS/.test(String(readJwt(token)?.header.alg))) return true
  // Loaded here, because listing the checks needs none of it.
  const { compactVerify, createLocalJWKSet, errors } = await import('jose')
  try {
    await compactVerify(token, createLocalJWKSet({ keys: keys.map(publicPart) } as unknown as JSONWebKeySet))
    return true
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) return false
    for await (const key of error) {
      if (await compactVerify(token, key).then(Boolean, () => false)) return true
    }
    return false
  }
}

/** Why a published key is too weak or no key at all; undefined for a good one. */
export function weaknessOf(jwk: PublishedKey): string | undefined {
  if (!['RSA', 'EC', 'OKP'].includes(String(jwk.kty))) return undefined
  try {
    const { modulusLength = 2048 } =
      createPublicKey({ format: 'jwk', key: jwk as JsonWebKey }).asymmetricKeyDetails ?? {}
    return modulusLength < 2048 ? `an RSA key of ${modulusLength} bits` : undefined
  } catch {
    return 'no usable public key, such as a point that is not on its curve'
  }
}

/**
 * The value of `at_hash` for an access token, by the algorithm of the ID token (OpenID Connect Core §3.1.3.6); undefined
 * where that names no hash. Ed25519 uses SHA-512.
 */
export function accessTokenHash(alg: unknown, token: string): string | undefined {
  const [, bits = alg === 'EdDSA' || alg === 'Ed25519' ? '512' : undefined] =
    /^[A-Z]S(256|384|512)$/.exec(String(alg)) ?? []
  if (bits === undefined) return undefined
  const digest = createHash(`sha${bits}`).update(token, 'ascii').digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
