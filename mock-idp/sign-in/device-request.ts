import { randomInt, randomUUID } from 'node:crypto'
import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { User } from '../issuer/users.ts'
import type { Authorization } from '../tokens/authorization.ts'
import { createReference, referenceKey } from '../tokens/reference.ts'

/** A device that is waiting for its user (RFC 8628 §3.1). */
export interface DeviceRequest {
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly audiences: readonly string[]
  readonly userCode: string
  /** Seconds since the epoch. */
  readonly exp: number
}

type DeviceDecision = { readonly allowed: false } | { readonly allowed: true; readonly authorization: Authorization }

/** Seconds between polls (§3.2). */
export const deviceInterval = 5

/** The 20 consonants of §6.1, so that no code is a word. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'

const createUserCode = (): string => {
  const code = Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** Users may enter the code in any case, with or without the dash. */
const normalize = (userCode: string): string => userCode.toUpperCase().replace(/[^A-Z]/g, '')

const retention = (tenant: Tenant): number => tenant.settings().lifetimes.deviceCode + 3600

export const beginDeviceRequest = async (
  { tenant }: Call,
  request: Pick<DeviceRequest, 'clientId' | 'scopes' | 'audiences'>,
): Promise<{ readonly deviceCode: string; readonly request: DeviceRequest }> => {
  const { store, clock, settings } = tenant
  const deviceCode = createReference()
  const key = referenceKey('device', deviceCode)
  const exp = clock.now() + settings().lifetimes.deviceCode
  const begun: DeviceRequest = { ...request, userCode: createUserCode(), exp }
  await store.set(key, begun, retention(tenant))
  await store.set(`user-code:${normalize(begun.userCode)}`, key, retention(tenant))
  return { deviceCode, request: begun }
}

/** The request with this user code, and its key in the store. */
export const findByUserCode = async (
  { store, clock }: Tenant,
  userCode: string,
): Promise<{ readonly key: string; readonly request: DeviceRequest } | undefined> => {
  const key = (await store.get(`user-code:${normalize(userCode)}`)) as string | undefined
  const request = key === undefined ? undefined : ((await store.get(key)) as DeviceRequest | undefined)
  return key !== undefined && request && request.exp > clock.now() ? { key, request } : undefined
}

/** Stores the decision of the user. Only the first one counts. */
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
  await tenant.store.add(`decision:${key}`, decision, retention(tenant))
  await tenant.store.delete(`user-code:${normalize(request.userCode)}`)
}

/**
 * Uses a device code. This works once (RFC 8628 §3.4, §3.5).
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
    throw deviceError(
      'invalid_grant',
      'The device code is unknown or was used before.',
      request && 'issued to another client',
    )
  }
  if (request.exp <= clock.now()) throw deviceError('expired_token', 'The device code has expired.')
  const decision = (await store.get(`decision:${key}`)) as DeviceDecision | undefined
  if (!decision) throw await pendingError(tenant, key)
  if ((await store.take(key)) === undefined) throw deviceError('invalid_grant', 'The device code was used before.')
  if (decision.allowed) return decision.authorization
  throw deviceError('access_denied', 'The user denied access.')
}

interface Poll {
  readonly at: number
  readonly interval: number
}

/** A client that polls too fast must increase its interval by 5 seconds (§3.5). */
const pendingError = async (tenant: Tenant, key: string): Promise<OAuthError> => {
  const { store, clock } = tenant
  const now = clock.now()
  const last = (await store.get(`poll:${key}`)) as Poll | undefined
  const tooFast = last !== undefined && now - last.at < last.interval
  const interval = (last?.interval ?? deviceInterval) + (tooFast ? 5 : 0)
  await store.set(`poll:${key}`, { at: now, interval } satisfies Poll, retention(tenant))
  return tooFast
    ? deviceError('slow_down', `Wait ${interval} seconds between requests.`)
    : deviceError('authorization_pending', 'The user has not decided yet.')
}

const deviceError = (code: OAuthError['code'], description: string, detail?: string): OAuthError =>
  new OAuthError(400, code, { description, ...(detail !== undefined && { detail }) })
