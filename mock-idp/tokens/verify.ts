import type { Call } from '../http/call.ts'
import type { Tenant } from '../issuer/tenant.ts'
import { referenceKey } from './reference.ts'
import { isFamilyActive } from './refresh-token.ts'
import { isRevoked } from './revocation.ts'
import { isSignedBy, splitToken } from './signature.ts'

type Members = Readonly<Record<string, unknown>>

/** What is known of a token. */
export type Verdict =
  | {
      readonly valid: true
      readonly claims: Members
      /** None for an opaque token. */
      readonly header?: Members
    }
  | {
      readonly valid: false
      /** Completes "the token …". Quotes nothing of the token but names. */
      readonly reason: string
    }

type Issuer = Pick<Call, 'tenant' | 'urls'>

/**
 * Whether an access token is good: opaque, or a JWT of this issuer, within its time by the clock of the issuer, and
 * neither revoked itself nor by its family.
 */
export const verifyAccessToken = async (issuer: Issuer, token: string): Promise<Verdict> => {
  const { tenant } = issuer
  const verdict = token.includes('.')
    ? await verifyIssuedJwt(issuer, token, { expired: true })
    : await lookUp(tenant, token)
  if (!verdict.valid) return verdict
  const { claims } = verdict
  const purpose = otherPurpose(verdict)
  if (purpose !== undefined) return invalid(`is ${purpose}, no access token`)
  const late = untimely(claims, tenant.clock.now())
  if (late !== undefined) return invalid(late)
  if (await isRevoked(tenant, token, claims)) return invalid('was revoked')
  const { grant_id: family } = claims
  const alive = typeof family !== 'string' || (await isFamilyActive(tenant, family))
  return alive ? verdict : invalid('was revoked with its family')
}

/**
 * Whether this issuer signed a JWT, whatever it is for, with a key that it publishes.
 *
 * @param options `expired`: whether the times do not matter, as in an `id_token_hint`
 */
export const verifyIssuedJwt = async (
  { tenant, urls }: Issuer,
  token: string,
  { expired = false }: { readonly expired?: boolean } = {},
): Promise<Verdict> => {
  const split = splitToken(token)
  if (!split) return invalid('is no JWT')
  const { header, claims } = split
  if ('crit' in header) return invalid('has crit extensions that nobody here understands')
  const keys = await tenant.keys.published()
  const key = header.kid === undefined && keys.length === 1 ? keys[0] : keys.find(({ kid }) => kid === header.kid)
  if (!key) return invalid('names a key that this issuer does not publish')
  const { name } = key.algorithm
  if (!sameAlgorithm(header.alg, name)) return invalid(`names another alg than that of its key, ${name}`)
  if (!isSignedBy(split, key)) return invalid('has a wrong signature')
  if (claims.iss !== urls.issuer) return invalid(`has another iss than ${urls.issuer}`)
  const late = expired ? undefined : untimely(claims, tenant.clock.now())
  return late === undefined ? { valid: true, header, claims } : invalid(late)
}

/** An opaque token is no more than the name of its claims. */
const lookUp = async ({ store }: Tenant, reference: string): Promise<Verdict> => {
  const claims = (await store.get(referenceKey('access', reference))) as Members | undefined
  return claims ? { valid: true, claims } : invalid('is neither known nor a JWT')
}

const invalid = (reason: string): Verdict => ({ valid: false, reason })

// RFC 9864 gives EdDSA with Ed25519 a name of its own; the key is the same.
const sameAlgorithm = (named: unknown, ofKey: string): boolean =>
  named === ofKey || (isEd25519(named) && isEd25519(ofKey))

const isEd25519 = (alg: unknown): boolean => alg === 'EdDSA' || alg === 'Ed25519'

/** What else the issuer signs: `typ` says it (RFC 9068 §2.1), or a claim that only ID tokens have. */
const otherPurpose = ({ header, claims }: Verdict & { readonly valid: true }): string | undefined => {
  const typ = typeof header?.typ === 'string' ? header.typ.toLowerCase().replace(/^application\//, '') : 'jwt'
  if (typ !== 'jwt' && typ !== 'at+jwt') return 'of another typ'
  return typ === 'jwt' && 'at_hash' in claims ? 'an ID token' : undefined
}

const untimely = ({ exp, nbf }: Members, now: number): string | undefined => {
  if (typeof exp !== 'number') return 'has no exp'
  if (exp <= now) return `has expired ${now - exp} s ago`
  if (nbf !== undefined && typeof nbf !== 'number') return 'has an nbf that is no number'
  return nbf !== undefined && nbf > now ? `is not good before ${nbf - now} s from now` : undefined
}
