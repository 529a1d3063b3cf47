import type { Tenant } from '../issuer/tenant.ts'
import { referenceKey } from './reference.ts'

type Claims = Readonly<Record<string, unknown>>

/** The key of a revoked JWT in the store: its `jti`, or a hash of the token if it has none. */
const revokedKey = (token: string, { jti }: Claims): string =>
  typeof jti === 'string' ? `revoked:${jti}` : referenceKey('revoked', token)

/** Revokes a JWT. This is stored until an hour after its expiry, for clocks that are moved back. */
export const revokeJwt = async ({ store, clock }: Tenant, token: string, claims: Claims): Promise<void> => {
  const left = typeof claims.exp === 'number' ? claims.exp - clock.now() : 0
  await store.set(revokedKey(token, claims), true, Math.ceil(Math.min(Math.max(left, 0), maxRetention)) + 3600)
}

/** Seconds. At most ten years, for tokens with a very late expiry. */
const maxRetention = 10 * 366 * 24 * 3600

export const isRevoked = async ({ store }: Tenant, token: string, claims: Claims): Promise<boolean> =>
  (await store.get(revokedKey(token, claims))) !== undefined

/** Revokes an opaque access token. */
export const revokeReference = async ({ store }: Tenant, reference: string): Promise<void> => {
  await store.delete(referenceKey('access', reference))
}
