import { createHash } from 'node:crypto'
import { OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import type { Client } from '../clients.ts'

/** RFC 7523 §2.2. */
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const secretAlgs = ['HS256', 'HS384', 'HS512']
const keyAlgs = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** Seconds. The maximum lifetime of an assertion, because its `jti` is stored for as long. */
const maxLifetime = 24 * 3600

export interface Assertion {
  readonly sub: string
  readonly method: 'private_key_jwt' | 'client_secret_jwt'
}

/**
 * Verifies a client assertion (RFC 7523 §3): it is signed with a key or the secret of the client, it is for this issuer,
 * it has not expired, and it was not used before.
 *
 * @throws {OAuthError} `invalid_client`
 */
export const verifyAssertion = async (call: Call, client: Client, assertion: string): Promise<Assertion> => {
  const { tenant, urls } = call
  const { createLocalJWKSet, decodeProtectedHeader, jwtVerify } = await import('jose')
  const now = tenant.clock.now()
  const options = {
    issuer: client.clientId,
    audience: [urls.issuer, urls.endpoint('token'), urls.origin + new URL(call.request.url).pathname],
    requiredClaims: ['sub', 'exp'],
    currentDate: new Date(now * 1000),
  }
  try {
    const symmetric = secretAlgs.includes(decodeProtectedHeader(assertion).alg ?? '')
    const { payload } = symmetric
      ? await jwtVerify(assertion, secretOf(client), { ...options, algorithms: secretAlgs })
      : await jwtVerify(assertion, createLocalJWKSet({ keys: [...(client.jwks?.keys ?? [])] }), {
          ...options,
          algorithms: keyAlgs,
        })
    const { sub = '', exp = 0, jti } = payload
    if (exp - now > maxLifetime) throw assertionError(`exp is more than ${maxLifetime} s in the future`)
    if (jti !== undefined && !(await isNew(call, client, jti))) throw assertionError('the assertion was used before')
    return { sub, method: symmetric ? 'client_secret_jwt' : 'private_key_jwt' }
  } catch (error) {
    throw error instanceof OAuthError ? error : assertionError(error instanceof Error ? error.message : String(error))
  }
}

const secretOf = ({ clientSecret }: Client): Uint8Array => {
  if (clientSecret === undefined) throw assertionError('the client has no secret to sign with')
  return new TextEncoder().encode(clientSecret)
}

const isNew = ({ tenant }: Call, { clientId }: Client, jti: string): Promise<boolean> => {
  const hash = createHash('sha256')
    .update(JSON.stringify([clientId, jti]))
    .digest('base64url')
  return tenant.store.add(`assertion:${hash}`, true, maxLifetime)
}

const assertionError = (detail: string): OAuthError =>
  new OAuthError(401, 'invalid_client', {
    description: 'Client authentication failed.',
    detail: `assertion: ${detail}`,
  })
