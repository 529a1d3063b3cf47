import pLimit from 'p-limit'
import type { Client } from '../clients/clients.ts'
import { findClient } from '../clients/find-client.ts'
import type { Call } from '../http/call.ts'
import type { Session } from '../sign-in/session.ts'
import { issueLogoutToken } from './logout-token.ts'

/** Milliseconds for all clients together. The user waits that long at most. */
const timeoutMs = 5000

const maxConcurrent = 10

/**
 * Sends a logout token to each client of a session (OpenID Connect Back-Channel Logout 1.0 §2.5), and returns the clients
 * that accepted it. Never throws: the outcome of each request is in the journal, with the endpoint `backchannel-logout`.
 */
export const notifyClients = async (call: Call, session: Session): Promise<readonly Client[]> => {
  const { tenant } = call
  const clients = await Promise.all(Object.keys(session.clients).map((clientId) => findClient(tenant, clientId)))
  const limit = pLimit(maxConcurrent)
  const signal = AbortSignal.timeout(timeoutMs)
  const notified = clients.map((client) => {
    const { backchannelLogoutUri: uri } = client ?? {}
    return client && uri !== undefined ? limit(() => notify(call, { client, uri, session, signal })) : []
  })
  return (await Promise.all(notified)).flat()
}

interface Notification {
  readonly client: Client
  readonly uri: string
  readonly session: Session
  readonly signal: AbortSignal
}

const notify = async (call: Call, { client, uri, session, signal }: Notification): Promise<readonly Client[]> => {
  const started = performance.now()
  const outcome = await send(uri, signal, () => issueLogoutToken(call, client, session))
  call.tenant.journal.record({
    at: Date.now(),
    endpoint: 'backchannel-logout',
    method: 'POST',
    // Without the query, which may contain a secret of the client.
    path: uri.replace(/[?#].*$/s, ''),
    parameters: { logout_token: '***' },
    client: client.clientId,
    user: session.user.sub,
    ms: Math.round(performance.now() - started),
    credentials: undefined,
    fault: undefined,
    reason: undefined,
    ...outcome,
  })
  return outcome.decision === 'sent' ? [client] : []
}

interface Outcome {
  /** 0 if there was no response. */
  readonly status: number
  readonly decision: 'sent' | 'failed'
  readonly reason?: string
}

const send = async (uri: string, signal: AbortSignal, token: () => Promise<string>): Promise<Outcome> => {
  try {
    const body = new URLSearchParams({ logout_token: await token() })
    const response = await fetch(uri, { method: 'POST', body, signal, redirect: 'manual' })
    await response.body?.cancel()
    const { status } = response
    // §2.8. Some frameworks send 204 instead of an empty 200.
    if (response.ok) return { status, decision: 'sent' }
    return { status, decision: 'failed', reason: 'the client did not answer 200' }
  } catch (error) {
    const reason = signal.aborted ? `no response within ${timeoutMs / 1000} s` : `no response: ${causeOf(error)}`
    return { status: 0, decision: 'failed', reason }
  }
}

const causeOf = (error: unknown): string => {
  const { cause, message } = error instanceof Error ? error : new Error(String(error))
  return cause instanceof Error ? cause.message : message
}
