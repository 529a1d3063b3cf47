import { randomUUID } from 'node:crypto'
import type { Call } from '../http/call.ts'
import { defineCookie } from '../http/cookie.ts'
import type { User } from '../issuer/users.ts'
import { createReference, referenceKey } from '../tokens/reference.ts'

/** A session of a signed-in user in a browser. */
export interface Session {
  /** The claim `sid` of ID tokens and logout tokens (OpenID Connect Front-Channel Logout 1.0 §3). */
  readonly sid: string
  readonly user: Pick<User, 'sub' | 'claims'>
  /** Seconds since the epoch. */
  readonly authTime: number
  readonly exp: number
  /** The scopes that were allowed, by client. Each of these clients was issued tokens. */
  readonly clients: Readonly<Record<string, readonly string[]>>
}

/** A session and its reference, the value of the cookie. */
export interface OpenSession extends Session {
  readonly reference: string
  /** For a new session: the Set-Cookie field. */
  readonly setCookie?: string
}

const cookie = defineCookie('session')

/** The session of the browser that sends a request. `undefined` also for a forged or expired cookie. */
export const currentSession = async (call: Call): Promise<OpenSession | undefined> => {
  const reference = cookie.read(call)
  if (reference === undefined) return undefined
  const session = (await call.tenant.store.get(referenceKey('session', reference))) as Session | undefined
  return session && session.exp > call.tenant.clock.now() ? { ...session, reference } : undefined
}

/**
 * Starts a session, always with a new reference, which prevents session fixation.
 *
 * @param clients the scopes that are already allowed, by client
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

/** Stores that these scopes were allowed for a client. */
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

/** Ends the session. Returns the ended session and the Set-Cookie field that deletes the cookie. */
export const endSession = async (call: Call): Promise<{ readonly ended?: Session; readonly setCookie: string }> => {
  const reference = cookie.read(call)
  const setCookie = cookie.write(call, undefined)
  if (reference === undefined) return { setCookie }
  const ended = (await call.tenant.store.take(referenceKey('session', reference))) as Session | undefined
  return { ...(ended && { ended }), setCookie }
}

const save = ({ tenant }: Call, reference: string, session: Session): Promise<void> =>
  tenant.store.set(referenceKey('session', reference), session, tenant.settings().lifetimes.session + 3600)
