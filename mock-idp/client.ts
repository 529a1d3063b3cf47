import { IdpError, isIdpErrorCode } from './errors.ts'
import type { ControlledIssuer, JwkSet, KeyState, Rotated } from './model.ts'

export interface ConnectOptions {
  /** What the mock IdP was started with, when it listens on more than a loopback address. */
  readonly controlKey?: string
  /** Milliseconds for each request. Default: 10 000. */
  readonly timeout?: number
}

/**
 * Connects to the control API of a mock IdP in another process.
 *
 * @param url where it listens, such as `http://127.0.0.1:9000`; only its origin counts
 * @throws {IdpError} `UNREACHABLE`, `CONTROL_REFUSED`; its methods also what they throw in process
 */
export const connectIdp = async (url: string, options: ConnectOptions = {}): Promise<ControlledIssuer> => {
  const origin = URL.parse(url)?.origin
  if (origin === undefined || origin === 'null') {
    throw new IdpError(
      'OPTIONS',
      `${JSON.stringify(url)} is no URL of a mock IdP; write one such as "http://127.0.0.1:9000".`,
    )
  }
  const call = <Answer>(path: string, body?: object) => request<Answer>(new URL(path, origin), body, options)
  const state = () => call<{ issuer: string; jwksUri: string; keys: readonly KeyState[] }>('/_control/keys')
  const { issuer, jwksUri } = await state()
  return {
    issuer,
    jwksUri,
    mint: async (recipe) => (await call<{ token: string }>('/_control/mint', recipe)).token,
    jwks: () => call<JwkSet>(new URL(jwksUri).pathname),
    keys: async () => (await state()).keys,
    rotate: async (rotation = {}) =>
      (await call<{ rotated: readonly Rotated[] }>('/_control/rotate', rotation)).rotated,
    withdraw: async (kid) => {
      await call('/_control/withdraw', { kid })
    },
  }
}

const request = async <Answer>(url: URL, body: object | undefined, options: ConnectOptions): Promise<Answer> => {
  const { controlKey, timeout = 10_000 } = options
  const headers = {
    ...(body && { 'content-type': 'application/json' }),
    ...(controlKey !== undefined && { authorization: `Bearer ${controlKey}` }),
  }
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
  try {
    const response = await fetch(url, { ...init, headers, redirect: 'error', signal: AbortSignal.timeout(timeout) })
    const text = await response.text()
    if (!response.ok) throw refusal(url, response.status, text)
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof IdpError) throw cause
    const advice = 'Is it running, and is this its address? "auth-conformance idp" starts one.'
    throw new IdpError('UNREACHABLE', `No mock IdP answers at ${url}: ${reason(cause, timeout)}. ${advice}`, { cause })
  }
}

const reason = (error: unknown, timeout: number): string => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer within ${timeout} ms`
  if (error instanceof SyntaxError) return 'the answer is no JSON'
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}

const refusal = (url: URL, status: number, text: string): IdpError => {
  const { error, error_description: description } = readError(text)
  if (isIdpErrorCode(error)) return new IdpError(error, description)
  const advice =
    status === 401
      ? 'Give the control key that it was started with.'
      : status === 404
        ? 'Is this a mock IdP with its control API on? It is on when listening on a loopback address, or with a control key.'
        : ''
  return new IdpError(
    'CONTROL_REFUSED',
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
