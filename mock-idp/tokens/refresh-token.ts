import { Refusal } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { Authorization } from './authorization.ts'
import { createReference, referenceKey } from './reference.ts'

/**
 * Refresh tokens. All that descend from one authorization are a family: it lives as long as its record, and each token
 * names it. Only the latest token can be used, once; an earlier one betrays a theft and ends the family (RFC 9700
 * §4.14.2).
 */
interface RefreshToken {
  readonly authorization: Authorization
  /** The thumbprint of the key that a public client must prove again (RFC 9449 §5). */
  readonly jkt?: string
  /** Seconds since the epoch, by the clock of the issuer. */
  readonly exp: number
}

const familyKey = (id: string): string => `family:${id}`

/** Makes a refresh token, and its family if this is the first. */
export const issueRefreshToken = async ({ tenant }: Call, token: Omit<RefreshToken, 'exp'>): Promise<string> => {
  const reference = createReference()
  const { refreshToken: lifetime } = tenant.settings().lifetimes
  const seconds = kept(lifetime)
  const { id } = token.authorization
  await Promise.all([
    tenant.store.set(referenceKey('refresh', reference), { ...token, exp: tenant.clock.now() + lifetime }, seconds),
    // Stays when the token is used, so that using it again is noticed.
    tenant.store.set(referenceKey('refresh-family', reference), id, seconds),
  ])
  return reference
}

/** Begins the family of an authorization. */
export const beginFamily = async ({ store, settings }: Tenant, { id, user }: Authorization): Promise<void> => {
  await store.set(familyKey(id), user, kept(settings().lifetimes.refreshToken))
}

/** Whether tokens of this authorization are still good. */
export const isFamilyAlive = async ({ store }: Tenant, id: string): Promise<boolean> =>
  (await store.get(familyKey(id))) !== undefined

/** Who authorized, with the claims of that time; claims of somebody made up are nowhere else. */
export const userOfFamily = async ({ store }: Tenant, id: string): Promise<Authorization['user'] | undefined> =>
  (await store.get(familyKey(id))) as Authorization['user'] | undefined

/** Ends every token of an authorization. */
export const revokeFamily = async ({ store }: Tenant, id: string): Promise<void> => {
  await store.delete(familyKey(id))
}

/**
 * Takes a refresh token out of use.
 *
 * @throws {Refusal} `invalid_grant` where it is unknown, expired, revoked, or was used before
 */
export const useRefreshToken = async (tenant: Tenant, reference: string): Promise<RefreshToken> => {
  const { store, settings, clock } = tenant
  const key = referenceKey('refresh', reference)
  const rotate = settings().rotateRefreshTokens
  const token = (await (rotate ? store.take(key) : store.get(key))) as RefreshToken | undefined
  if (token === undefined) {
    const family = (await store.get(referenceKey('refresh-family', reference))) as string | undefined
    if (family === undefined) throw invalidRefreshToken('an unknown refresh token')
    await revokeFamily(tenant, family)
    throw invalidRefreshToken('a refresh token was used twice; its family is revoked')
  }
  if (token.exp <= clock.now()) throw invalidRefreshToken('the refresh token has expired')
  if (await isFamilyAlive(tenant, token.authorization.id)) return token
  throw invalidRefreshToken('the refresh token was revoked')
}

/** What a refresh token stands for, without using it. */
export const findRefreshToken = async ({ store }: Tenant, reference: string): Promise<RefreshToken | undefined> =>
  (await store.get(referenceKey('refresh', reference))) as RefreshToken | undefined

export const invalidRefreshToken = (detail: string): Refusal =>
  new Refusal(400, 'invalid_grant', { description: 'The refresh token is not or no longer valid.', detail })

/** Records outlive what they say by an hour of real time, so that moving the clock back brings them back. */
const kept = (seconds: number): number => seconds + 3600
