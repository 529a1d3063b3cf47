import type { Call } from '../http/call.ts'
import type { Tenant } from '../issuer/tenant.ts'
import { referenceKey } from './reference.ts'
import { isFamilyActive } from './refresh-token.ts'
import { isRevoked } from './revocation.ts'
import { isSignedBy, splitToken } from './signature.ts'

type Members = Readonly<Record<string, unknown>>

/** The result of a verification. */
export type Verdict =
  | {
      readonly valid: true
      readonly claims: Members
      /** Absent for an opaque token. */
      readonly header?: Members
    }
  | {
      readonly valid: false
      /** Completes "the token …". Contains no values of the token. */
      readonly reason: string
    }

type Issuer = Pick<Call, 'tenant' | 'urls'>

/**
 * Verifies an access token: an opaque one, or a JWT of this issuer that is valid by the clock of the issuer, and that was
 * not revoked, neither itself nor with its family.
 */
export const verifyAccessToken = async (issuer: Issuer, token: string): Promise<Verdict> => {
  const { tenant } = issuer
  const verdict = token.includes('.')
    ? await verifyIssuedJwt(issuer, token, { expired: true })
    : await verifyOpaque(tenant, token)
  if (!verdict.valid) return verdict
  const { claims } = verdict
  const purpose = otherPurpose(verdict)
  if (purpose !== undefined) return invalid(`is ${purpose}, not an access token`)
  const timeProblem = checkTimes(claims, tenant.clock.now())
  if (timeProblem !== undefined) return invalid(timeProblem)
  if (await isRevoked(tenant, token, claims)) return invalid('was revoked')
  const { grant_id: family } = claims
  const active = typeof family !== 'string' || (await isFamilyActive(tenant, family))
  return active ? verdict : invalid('was revoked with its family')
}

/**
 * Verifies a JWT of any kind: whether this issuer signed it with a published key, and whether it has not expired.
 *
 * @param options `expired`: whether expired tokens are accepted, as for an `id_token_hint`
 */
export const verifyIssuedJwt = async (
  { tenant, urls }: Issuer,
  token: string,
  { expired = false }: { readonly expired?: boolean } = {},
): Promise<Verdict> => {
  const split = splitToken(token)
  if (!split) return invalid('is not a JWT')
  const { header, claims } = split
  if ('crit' in header) return invalid('has crit extensions, which are not supported')
  const keys = await tenant.keys.published()
  const key = header.kid === undefined && keys.length === 1 ? keys[0] : keys.find(({ kid }) => kid === header.kid)
  if (!key) return invalid('names a key that this issuer does not publish')
  const { name } = key.algorithm
  if (!sameAlgorithm(header.alg, name)) return invalid(`has another alg than its key, ${name}`)
  if (!isSignedBy(split, key)) return invalid('has an invalid signature')
  if (claims.iss !== urls.issuer) return invalid(`has another iss than ${urls.issuer}`)
  const timeProblem = expired ? undefined : checkTimes(claims, tenant.clock.now())
  return timeProblem === undefined ? { valid: true, header, claims } : invalid(timeProblem)
}

/** The claims of an opaque token are in the store. */
const verifyOpaque = async ({ store }: Tenant, reference: string): Promise<Verdict> => {
  const claims = (await store.get(referenceKey('access', reference))) as Members | undefined
  return claims ? { valid: true, claims } : invalid('is neither a known opaque token nor a JWT')
}

const invalid = (reason: string): Verdict => ({ valid: false, reason })

// RFC 9864 defines the name Ed25519 for EdDSA with this curve. The keys are the same.
const sameAlgorithm = (named: unknown, ofKey: string): boolean =>
  named === ofKey || (isEd25519(named) && isEd25519(ofKey))

const isEd25519 = (alg: unknown): boolean => alg === 'EdDSA' || alg === 'Ed25519'

/** Recognizes tokens that are not access tokens, by `typ` (RFC 9068 §2.1) or by a claim that only ID tokens have. */
const otherPurpose = ({ header, claims }: Verdict & { readonly valid: true }): string | undefined => {
  const typ = typeof header?.typ === 'string' ? header.typ.toLowerCase().replace(/^application\//, '') : 'jwt'
  if (typ !== 'jwt' && typ !== 'at+jwt') return 'a token of another typ'
  return typ === 'jwt' && 'at_hash' in claims ? 'an ID token' : undefined
}

const checkTimes = ({ exp, nbf }: Members, now: number): string | undefined => {
  if (typeof exp !== 'number') return 'has no exp'
  if (exp <= now) return `has expired ${now - exp} s ago`
  if (nbf !== undefined && typeof nbf !== 'number') return 'has an nbf that is not a number'
  return nbf !== undefined && nbf > now ? `is not valid until ${nbf - now} s from now` : undefined
}
