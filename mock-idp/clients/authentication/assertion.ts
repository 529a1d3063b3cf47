import { createHash } from 'node:crypto'
import { Refusal } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import type { Client } from '../clients.ts'

/** RFC 7523 §2.2. */
export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const secretAlgs = ['HS256', 'HS384', 'HS512']
const keyAlgs = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** Seconds that an assertion may live at most, so that its `jti` can be remembered as long. */
const longest = 24 * 3600

export interface Assertion {
  readonly sub: string
  readonly method: 'private_key_jwt' | 'client_secret_jwt'
}

/**
 * Checks an assertion of a client (RFC 7523 §3): its keys or its secret signed it, it is for this issuer, in time, and
 * new.
 *
 * @throws {Refusal} `invalid_client`
 */
export const verifyAssertion = async (call: Call, client: Client, assertion: string): Promise<Assertion> => {
  const { tenant, site } = call
  const { createLocalJWKSet, decodeProtectedHeader, jwtVerify } = await import('jose')
  const now = tenant.clock.now()
  const options = {
    issuer: client.clientId,
    audience: [site.issuer, site.url('token'), site.origin + new URL(call.request.url).pathname],
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
    if (exp - now > longest) throw refused(`exp is more than ${longest} s away`)
    if (jti !== undefined && !(await isNew(call, client, jti))) throw refused('the assertion was used before')
    return { sub, method: symmetric ? 'client_secret_jwt' : 'private_key_jwt' }
  } catch (error) {
    throw error instanceof Refusal ? error : refused(error instanceof Error ? error.message : String(error))
  }
}

const secretOf = ({ clientSecret }: Client): Uint8Array => {
  if (clientSecret === undefined) throw refused('the client has no secret to sign with')
  return new TextEncoder().encode(clientSecret)
}

const isNew = ({ tenant }: Call, { clientId }: Client, jti: string): Promise<boolean> => {
  const seen = createHash('sha256')
    .update(JSON.stringify([clientId, jti]))
    .digest('base64url')
  return tenant.store.add(`assertion:${seen}`, true, longest)
}

const refused = (detail: string): Refusal =>
  new Refusal(401, 'invalid_client', { description: 'Client authentication failed.', detail: `assertion: ${detail}` })
