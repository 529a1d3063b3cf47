import { randomUUID } from 'node:crypto'
import type { Call } from '../http/call.ts'
import { defineCookie } from '../http/cookie.ts'
import type { User } from '../issuer/users.ts'
import { createReference, referenceKey } from '../tokens/reference.ts'

/** A browser in which somebody has signed in. */
export interface Session {
  /** Named in ID tokens and logout tokens (OpenID Connect Front-Channel Logout 1.0 §3). */
  readonly sid: string
  readonly user: Pick<User, 'sub' | 'claims'>
  /** Seconds since the epoch. */
  readonly authTime: number
  readonly exp: number
  /** What was consented to, by client. Each of these clients got tokens. */
  readonly clients: Readonly<Record<string, readonly string[]>>
}

/** A session and the reference by which the browser names it. */
export interface OpenSession extends Session {
  readonly reference: string
  /** Of a session that begins with this answer: the Set-Cookie field. */
  readonly setCookie?: string
}

const cookie = defineCookie('session')

/** The session of the browser that sends a request. A forged or expired cookie counts as none. */
export const currentSession = async (call: Call): Promise<OpenSession | undefined> => {
  const reference = cookie.read(call)
  if (reference === undefined) return undefined
  const session = (await call.tenant.store.get(referenceKey('session', reference))) as Session | undefined
  return session && session.exp > call.tenant.clock.now() ? { ...session, reference } : undefined
}

/**
 * Signs in, always under a fresh reference, so that one planted before is worth nothing.
 *
 * @param clients what is consented to from the start
 */
export const startSession = async (
  call: Call,
  { sub, claims }: Session['user'],
  clients: Session['clients'] = {},
): Promise<OpenSession> => {
  await endSession(call)
  const { clock, settings } = call.tenant
  const now = clock.now()
  const session: Session = {
    sid: randomUUID(),
    user: { sub, ...(claims && { claims }) },
    authTime: now,
    exp: now + settings().lifetimes.session,
    clients,
  }
  const reference = createReference()
  await save(call, reference, session)
  return { ...session, reference, setCookie: cookie.write(call, reference) }
}

/** Remembers that a client of this session was allowed these scopes. */
export const rememberClient = async (
  call: Call,
  { reference, setCookie, ...session }: OpenSession,
  clientId: string,
  scopes: readonly string[],
): Promise<void> => {
  const known = session.clients[clientId]
  if (known && scopes.every((scope) => known.includes(scope))) return
  const clients = { ...session.clients, [clientId]: [...new Set([...(known ?? []), ...scopes])] }
  await save(call, reference, { ...session, clients })
}

/** Signs out; answers who was signed in, and the Set-Cookie field that makes the browser forget. */
export const endSession = async (call: Call): Promise<{ readonly ended?: Session; readonly setCookie: string }> => {
  const reference = cookie.read(call)
  const setCookie = cookie.write(call, undefined)
  if (reference === undefined) return { setCookie }
  const ended = (await call.tenant.store.take(referenceKey('session', reference))) as Session | undefined
  return { ...(ended && { ended }), setCookie }
}

const save = ({ tenant }: Call, reference: string, session: Session): Promise<void> =>
  tenant.store.set(referenceKey('session', reference), session, tenant.settings().lifetimes.session + 3600)
