import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { Authorization } from './authorization.ts'
import { createReference, referenceKey } from './reference.ts'

/**
 * A refresh token. All refresh tokens that descend from one authorization are a family. The family has a record of its
 * own in the store, and its tokens are valid as long as the record exists. With rotation, each token can be used once;
 * a second use means that it was stolen, and revokes the family (RFC 9700 §4.14.2).
 */
interface RefreshToken {
  readonly authorization: Authorization
  /** The thumbprint of the key that a public client must prove again (RFC 9449 §5). */
  readonly jkt?: string
  /** Seconds since the epoch, by the clock of the issuer. */
  readonly exp: number
}

const familyKey = (id: string): string => `family:${id}`

/** Issues a refresh token of a family that `beginFamily` has created. */
export const issueRefreshToken = async ({ tenant }: Call, token: Omit<RefreshToken, 'exp'>): Promise<string> => {
  const reference = createReference()
  const { refreshToken: lifetime } = tenant.settings().lifetimes
  const seconds = retention(lifetime)
  const { id } = token.authorization
  await Promise.all([
    tenant.store.set(referenceKey('refresh', reference), { ...token, exp: tenant.clock.now() + lifetime }, seconds),
    // Stays when the token is used, so that a second use is noticed.
    tenant.store.set(referenceKey('refresh-family', reference), id, seconds),
  ])
  return reference
}

/** Creates the family of an authorization. */
export const beginFamily = async ({ store, settings }: Tenant, { id, user }: Authorization): Promise<void> => {
  await store.set(familyKey(id), user, retention(settings().lifetimes.refreshToken))
}

/** Whether the tokens of an authorization have not been revoked. */
export const isFamilyActive = async ({ store }: Tenant, id: string): Promise<boolean> =>
  (await store.get(familyKey(id))) !== undefined

/** The user who authorized, with the claims of that time: a user typed on the sign-in page is stored nowhere else. */
export const userOfFamily = async ({ store }: Tenant, id: string): Promise<Authorization['user'] | undefined> =>
  (await store.get(familyKey(id))) as Authorization['user'] | undefined

/** Revokes every token of an authorization. */
export const revokeFamily = async ({ store }: Tenant, id: string): Promise<void> => {
  await store.delete(familyKey(id))
}

/**
 * Uses a refresh token. With rotation, this works once.
 *
 * Concurrent uses are decided by one atomic operation of the store, the `take` of the token's record. Everything that
 * can reject a use is checked before it, and nothing after it. So of any number of concurrent uses, also by several
 * replicas, exactly one succeeds: no other use can find the record missing, and revoke the family, before one use has
 * succeeded. If there was more than one use, the family is revoked when the last one returns, and with it the tokens
 * that the successful use was issued.
 *
 * @param check called with the token before it is used up; throws to reject the use
 * @throws {OAuthError} `invalid_grant` for a token that is unknown, expired, revoked, or used before; what `check` throws
 */
export const useRefreshToken = async (
  tenant: Tenant,
  reference: string,
  check: (token: RefreshToken) => void,
): Promise<RefreshToken> => {
  const { store, settings, clock } = tenant
  const key = referenceKey('refresh', reference)
  const token = (await store.get(key)) as RefreshToken | undefined
  if (token === undefined) throw await reuse(tenant, reference)
  check(token)
  if (token.exp <= clock.now()) throw invalidRefreshToken('the refresh token has expired')
  if (!(await isFamilyActive(tenant, token.authorization.id)))
    throw invalidRefreshToken('the refresh token was revoked')
  if (!settings().rotateRefreshTokens || (await store.take(key)) !== undefined) return token
  throw await reuse(tenant, reference)
}

/** Revokes the family of a token that is no longer in the store, and returns the error for its sender. */
const reuse = async (tenant: Tenant, reference: string): Promise<OAuthError> => {
  const family = (await tenant.store.get(referenceKey('refresh-family', reference))) as string | undefined
  if (family === undefined) return invalidRefreshToken('an unknown refresh token')
  await revokeFamily(tenant, family)
  return invalidRefreshToken('a refresh token was used twice; its family is revoked')
}

/** What a refresh token stands for, without using it. */
export const findRefreshToken = async ({ store }: Tenant, reference: string): Promise<RefreshToken | undefined> =>
  (await store.get(referenceKey('refresh', reference))) as RefreshToken | undefined

export const invalidRefreshToken = (detail: string): OAuthError =>
  new OAuthError(400, 'invalid_grant', { description: 'The refresh token is not or no longer valid.', detail })

/** Records are kept an hour of real time longer than they are valid, so that a clock that is moved back finds them. */
const retention = (seconds: number): number => seconds + 3600
