import { createPrivateKey, type JsonWebKey, type KeyObject, randomUUID } from 'node:crypto'
import { jsonObject } from '../wire/json-object.ts'
import type { Parameters } from './parameters.ts'

/** Client authentication by a signed JWT (RFC 7523 §2.2, OpenID Connect Core §9). */

interface Assertion {
  readonly id: string
  /** The private key: a JWK, or PEM. */
  readonly key: string
  /** Who verifies it: the issuer identifier or the token endpoint (RFC 7523 §3). */
  readonly audience: string
}

const usualAlgorithms: Readonly<Record<string, string>> = {
  rsa: 'RS256',
  'rsa-pss': 'PS256',
  ed25519: 'EdDSA',
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
}

interface SigningKey {
  readonly key: KeyObject
  readonly alg: string
  readonly kid?: string
}

/**
 * Reads a private key. The algorithm is that of the JWK, or the usual one for its type.
 *
 * @throws {TypeError} for what is no private key for signatures
 */
export function signingKeyOf(text: string): SigningKey {
  const jwk = jsonObject(text)
  const key = jwk ? createPrivateKey({ format: 'jwk', key: jwk as JsonWebKey }) : createPrivateKey(text)
  const { asymmetricKeyType = '', asymmetricKeyDetails: { namedCurve = '' } = {} } = key
  const alg = typeof jwk?.alg === 'string' ? jwk.alg : usualAlgorithms[namedCurve || asymmetricKeyType]
  if (alg === undefined) throw new TypeError(`a key of the type ${namedCurve || asymmetricKeyType} signs no JWTs`)
  return { key, alg, ...(typeof jwk?.kid === 'string' && { kid: jwk.kid }) }
}

/** The parameters by which a client authenticates itself with a new assertion. */
export async function assertionParameters({ id, key: text, audience }: Assertion): Promise<Parameters> {
  const { key, alg, kid } = signingKeyOf(text)
  // Loaded here, because listing the checks needs none of it.
  const { SignJWT } = await import('jose')
  const assertion = await new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .setIssuer(id)
    .setSubject(id)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(key)
  return {
    client_id: id,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }
}
