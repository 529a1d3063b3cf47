import type { Client } from './clients/clients.ts'
import { IdpError, isIdpErrorCode } from './errors.ts'
import type { Fault } from './faults/fault.ts'
import type { Flaw } from './flaws.ts'
import type { JournalEntry } from './issuer/journal.ts'
import type { User } from './issuer/users.ts'
import type { ControlledIssuer, JwkSet, KeyState, RotatedKey, TenantState } from './model.ts'

export interface ConnectOptions {
  /** The control key that the mock IdP was started with. Needed if it does not listen on a loopback address. */
  readonly controlKey?: string
  /** Milliseconds until a request is given up. Default: 10 000. */
  readonly timeout?: number
  /** The name of an issuer below the root issuer. Default: the root issuer. */
  readonly tenant?: string
}

/**
 * Connects to the control API of a mock IdP in another process.
 *
 * @param url the URL of the mock IdP, such as `http://127.0.0.1:9000`; only its origin is used
 * @throws {IdpError} `UNREACHABLE`, `CONTROL_REJECTED`; the methods also throw what they throw in process
 */
export const connectIdp = async (url: string, options: ConnectOptions = {}): Promise<ControlledIssuer> => {
  const origin = URL.parse(url)?.origin
  if (origin === undefined || origin === 'null') {
    throw new IdpError(
      'OPTIONS',
      `${JSON.stringify(url)} is not a URL of a mock IdP. Use one such as "http://127.0.0.1:9000".`,
    )
  }
  const { tenant = '' } = options
  const base = `${origin}${tenant && `/${tenant}`}/_control/`
  const send = <Answer>(method: string, path: string, body?: object) =>
    request<Answer>(new URL(base + path), { method, ...(body && { body }) }, options)
  const get = <Answer>(path: string) => send<Answer>('GET', path)
  const post = <Answer>(path: string, body: object = {}) => send<Answer>('POST', path, body)
  const state = () => get<{ issuer: string; jwksUri: string; keys: readonly KeyState[] }>('keys')
  const { issuer, jwksUri } = await state()
  const named = (path: string, name: string) => `${path}/${encodeURIComponent(name)}`
  return {
    issuer,
    jwksUri,
    mint: async (recipe) => (await post<{ token: string }>('mint', recipe)).token,
    jwks: () => request<JwkSet>(new URL(new URL(jwksUri).pathname, origin), { method: 'GET' }, options),
    keys: async () => (await state()).keys,
    rotate: async (rotation = {}) => (await post<{ rotated: readonly RotatedKey[] }>('rotate', rotation)).rotated,
    withdraw: async (kid) => void (await post('withdraw', { kid })),
    restore: async (kid) => void (await post('restore', { kid })),
    scheduleRotation: async (schedule) => void (await post('rotation', schedule ?? { every: null })),
    faults: {
      list: async () => (await get<{ faults: readonly Fault[] }>('faults')).faults,
      add: async (recipe) => (await post<{ fault: Fault }>('faults', recipe)).fault,
      clear: async (id) =>
        void (await send('DELETE', id === undefined ? 'faults' : `faults?id=${encodeURIComponent(id)}`)),
    },
    clock: {
      state: () => get('clock'),
      set: (time) => post('clock', { set: time }),
      advance: (by) => post('clock', { advance: by }),
      freeze: () => post('clock', { freeze: true }),
      resume: () => post('clock', { freeze: false }),
      reset: () => post('clock', { reset: true }),
    },
    journal: {
      entries: async (filter = {}) =>
        (await get<{ entries: readonly JournalEntry[] }>(`journal?${new URLSearchParams(stringMembers(filter))}`))
          .entries,
      wait: async (wait) => (await post<{ entries: readonly JournalEntry[] }>('journal/wait', wait)).entries,
      clear: async () => void (await send('DELETE', 'journal')),
    },
    users: {
      list: async () => (await get<{ users: readonly User[] }>('users')).users,
      put: async (user) => void (await send('PUT', named('users', user.sub), user)),
      remove: async (sub) => void (await send('DELETE', named('users', sub))),
    },
    clients: {
      list: async () => (await get<{ clients: readonly Client[] }>('clients')).clients,
      put: async (client) => void (await send('PUT', named('clients', client.clientId), client)),
      remove: async (clientId) => void (await send('DELETE', named('clients', clientId))),
    },
    settings: {
      get: () => get('settings'),
      change: (change) => send('PATCH', 'settings', change),
    },
    tenants: {
      list: async () => (await get<{ tenants: readonly TenantState[] }>('tenants')).tenants,
      remove: async (name) => (await send<{ removed: boolean }>('DELETE', named('tenants', name))).removed,
    },
    flaws: async () => (await get<{ flaws: readonly Flaw[] }>('flaws')).flaws,
    verify: (token) => post('verify', { token }),
    reset: async () => void (await post('reset')),
  }
}

const stringMembers = (members: object): Record<string, string> =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]))

interface ControlRequest {
  readonly method: string
  readonly body?: object
}

const request = async <Answer>(
  url: URL,
  { method, body }: ControlRequest,
  options: ConnectOptions,
): Promise<Answer> => {
  const { controlKey, timeout = 10_000 } = options
  const headers = {
    ...(body && { 'content-type': 'application/json' }),
    ...(controlKey !== undefined && { authorization: `Bearer ${controlKey}` }),
  }
  const init = { method, ...(body && { body: JSON.stringify(body) }) }
  try {
    const response = await fetch(url, { ...init, headers, redirect: 'error', signal: AbortSignal.timeout(timeout) })
    const text = await response.text()
    if (!response.ok) throw controlError(url, response.status, text)
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof IdpError) throw cause
    const advice = 'Is it running, and is this its address? "auth-conformance idp" starts one.'
    throw new IdpError('UNREACHABLE', `No mock IdP answers at ${url}: ${causeOf(cause, timeout)}. ${advice}`, { cause })
  }
}

const causeOf = (error: unknown, timeout: number): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeout} ms`
  if (error instanceof SyntaxError) return 'the response is not JSON'
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}

const controlError = (url: URL, status: number, text: string): IdpError => {
  const { error, error_description: description } = readError(text)
  if (isIdpErrorCode(error)) return new IdpError(error, description)
  const advice =
    status === 401
      ? 'Use the control key that it was started with.'
      : status === 404
        ? 'Is this a mock IdP with its control API on? It is on if the mock IdP listens on a loopback address or has a control key.'
        : ''
  return new IdpError(
    'CONTROL_REJECTED',
    `${url} answered ${status}: ${description || 'no reason given'} ${advice}`.trim(),
  )
}

const readError = (text: string): { readonly error?: unknown; readonly error_description: string } => {
  try {
    const { error, error_description: description } = JSON.parse(text)
    return { error, error_description: String(description ?? '') }
  } catch {
    return { error_description: '' }
  }
}
