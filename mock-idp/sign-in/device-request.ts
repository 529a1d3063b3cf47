import { randomInt, randomUUID } from 'node:crypto'
import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { User } from '../issuer/users.ts'
import type { Authorization } from '../tokens/authorization.ts'
import { createReference, referenceKey } from '../tokens/reference.ts'

/** A device that waits for its user (RFC 8628 §3.1). */
export interface DeviceRequest {
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly audiences: readonly string[]
  readonly userCode: string
  /** Seconds since the epoch. */
  readonly exp: number
}

export type DeviceDecision =
  | { readonly allowed: false }
  | { readonly allowed: true; readonly authorization: Authorization }

/** Seconds between polls (§3.2). */
export const deviceInterval = 5

/** Twenty letters without vowels, so that no code spells a word (§6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

const createUserCode = (): string => {
  const code = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** What a person may type: any case, with or without the dash. */
const plain = (userCode: string): string => userCode.toUpperCase().replace(/[^A-Z]/g, '')

const kept = (tenant: Tenant): number => tenant.settings().lifetimes.deviceCode + 3600

export const beginDeviceRequest = async (
  { tenant }: Call,
  request: Pick<DeviceRequest, 'clientId' | 'scopes' | 'audiences'>,
): Promise<{ readonly deviceCode: string; readonly request: DeviceRequest }> => {
  const { store, clock, settings } = tenant
  const deviceCode = createReference()
  const key = referenceKey('device', deviceCode)
  const exp = clock.now() + settings().lifetimes.deviceCode
  const begun: DeviceRequest = { ...request, userCode: createUserCode(), exp }
  await store.set(key, begun, kept(tenant))
  await store.set(`user-code:${plain(begun.userCode)}`, key, kept(tenant))
  return { deviceCode, request: begun }
}

/** The request of a code that a person typed, and the key to decide it by. */
export const findByUserCode = async (
  { store, clock }: Tenant,
  userCode: string,
): Promise<{ readonly key: string; readonly request: DeviceRequest } | undefined> => {
  const key = (await store.get(`user-code:${plain(userCode)}`)) as string | undefined
  const request = key === undefined ? undefined : ((await store.get(key)) as DeviceRequest | undefined)
  return key !== undefined && request && request.exp > clock.now() ? { key, request } : undefined
}

/** Takes the decision of the user; only the first one counts. */
export const decideDeviceRequest = async (
  tenant: Tenant,
  { key, request }: { readonly key: string; readonly request: DeviceRequest },
  user: (Pick<User, 'sub' | 'claims'> & { readonly authTime: number; readonly scopes?: readonly string[] }) | 'denied',
): Promise<void> => {
  const decision: DeviceDecision =
    user === 'denied'
      ? { allowed: false }
      : {
          allowed: true,
          authorization: {
            id: randomUUID(),
            clientId: request.clientId,
            user: { sub: user.sub, ...(user.claims && { claims: user.claims }) },
            scopes: user.scopes ?? request.scopes,
            audiences: request.audiences,
            authTime: user.authTime,
          },
        }
  await tenant.store.add(`decision:${key}`, decision, kept(tenant))
  await tenant.store.delete(`user-code:${plain(request.userCode)}`)
}

/**
 * The authorization for a device code, once (RFC 8628 §3.4, §3.5).
 *
 * @throws {OAuthError} `authorization_pending`, `slow_down`, `access_denied`, `expired_token`, `invalid_grant`
 */
export const redeemDeviceCode = async (
  tenant: Tenant,
  clientId: string,
  deviceCode: string,
): Promise<Authorization> => {
  const { store, clock } = tenant
  const key = referenceKey('device', deviceCode)
  const request = (await store.get(key)) as DeviceRequest | undefined
  if (request?.clientId !== clientId) {
    throw refusal('invalid_grant', 'The device code is unknown or was used.', request && 'that of another client')
  }
  if (request.exp <= clock.now()) throw refusal('expired_token', 'The device code has expired.')
  const decision = (await store.get(`decision:${key}`)) as DeviceDecision | undefined
  if (!decision) throw await tooEarly(tenant, key)
  if ((await store.take(key)) === undefined) throw refusal('invalid_grant', 'The device code was used.')
  if (decision.allowed) return decision.authorization
  throw refusal('access_denied', 'The user denied.')
}

interface Poll {
  readonly at: number
  readonly interval: number
}

/** Whoever polls too fast has to wait five seconds more from then on (§3.5). */
const tooEarly = async (tenant: Tenant, key: string): Promise<OAuthError> => {
  const { store, clock } = tenant
  const now = clock.now()
  const last = (await store.get(`poll:${key}`)) as Poll | undefined
  const fast = last !== undefined && now - last.at < last.interval
  const interval = (last?.interval ?? deviceInterval) + (fast ? 5 : 0)
  await store.set(`poll:${key}`, { at: now, interval } satisfies Poll, kept(tenant))
  return fast
    ? refusal('slow_down', `Wait ${interval} seconds between requests.`)
    : refusal('authorization_pending', 'The user has not decided yet.')
}

const refusal = (code: OAuthError['code'], description: string, detail?: string): OAuthError =>
  new OAuthError(400, code, { description, ...(detail !== undefined && { detail }) })
