import type { Tenant } from '../issuer/tenant.ts'
import { referenceKey } from './reference.ts'

type Claims = Readonly<Record<string, unknown>>

/** What is remembered of a revoked JWT: its `jti`, or the token itself where it has none. */
const revokedKey = (token: string, { jti }: Claims): string =>
  typeof jti === 'string' ? `revoked:${jti}` : referenceKey('revoked', token)

/** Revokes a JWT until it has expired, and an hour more for clocks that are moved back. */
export const revokeJwt = async ({ store, clock }: Tenant, token: string, claims: Claims): Promise<void> => {
  const left = typeof claims.exp === 'number' ? claims.exp - clock.now() : 0
  await store.set(revokedKey(token, claims), true, Math.ceil(Math.min(Math.max(left, 0), longest)) + 3600)
}

/** Ten years in seconds, for tokens that somebody made to last for ever. */
const longest = 10 * 366 * 24 * 3600

export const isRevoked = async ({ store }: Tenant, token: string, claims: Claims): Promise<boolean> =>
  (await store.get(revokedKey(token, claims))) !== undefined

/** Forgets an opaque access token. */
export const revokeReference = async ({ store }: Tenant, reference: string): Promise<void> => {
  await store.delete(referenceKey('access', reference))
}
