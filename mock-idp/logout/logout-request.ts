import type { Client } from '../clients/clients.ts'
import { findClient } from '../clients/find-client.ts'
import { invalidRequest } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import { isRegisteredRedirect } from '../sign-in/redirect-uri.ts'
import { audiencesOf } from '../tokens/token-claims.ts'
import { verifyIssuedJwt } from '../tokens/verify.ts'

/** A request to sign out that may be granted. */
export interface LogoutRequest {
  readonly client?: Client
  /** Whom the ID token names; absent without one. */
  readonly hint?: Readonly<Record<string, unknown>>
  /** Where the browser goes then, with the state. */
  readonly next?: string
}

/**
 * Checks a request of OpenID Connect RP-Initiated Logout 1.0 §2. The browser is sent nowhere but to what the client
 * registered (§3).
 *
 * @throws {OAuthError} `invalid_request`, to be shown
 */
export const validateLogoutRequest = async (call: Call, form: Form): Promise<LogoutRequest> => {
  const hint = await readHint(call, form.get('id_token_hint'))
  const client = await requestingClient(call, form, hint)
  const next = nextUri(client, form)
  return { ...(client && { client }), ...(hint && { hint }), ...(next !== undefined && { next }) }
}

/** An expired ID token will do (§2). */
const readHint = async (call: Call, token: string | undefined) => {
  if (token === undefined) return undefined
  const verdict = await verifyIssuedJwt(call, token, { expired: true })
  if (verdict.valid) return verdict.claims
  throw invalidRequest('id_token_hint is no ID token of this issuer.', `the hint ${verdict.reason}`)
}

const requestingClient = async (
  { tenant, draft }: Call,
  form: Form,
  hint: LogoutRequest['hint'],
): Promise<Client | undefined> => {
  const audiences = hint ? audiencesOf(hint) : []
  const clientId = form.get('client_id') ?? audiences[0]
  if (clientId === undefined) return undefined
  draft.client = clientId.slice(0, 200)
  if (hint && !audiences.includes(clientId)) throw invalidRequest('id_token_hint was issued to another client.')
  const client = await findClient(tenant, clientId)
  if (client) return client
  if (tenant.settings().permissive) return { clientId, anyLoopbackRedirect: true }
  throw invalidRequest('There is no client of this client_id.')
}

const nextUri = (client: Client | undefined, form: Form): string | undefined => {
  const asked = form.get('post_logout_redirect_uri')
  if (asked === undefined) return undefined
  if (!client) throw invalidRequest('post_logout_redirect_uri needs a client_id or an id_token_hint.')
  const { postLogoutRedirectUris: redirectUris = [], anyLoopbackRedirect = false } = client
  if (!isRegisteredRedirect({ redirectUris, anyLoopbackRedirect }, asked)) {
    throw invalidRequest(
      'post_logout_redirect_uri is not registered for this client.',
      `asked for ${JSON.stringify(asked)}; registered are ${redirectUris.join(', ') || 'none'}`,
    )
  }
  const state = form.get('state')
  if (state === undefined) return asked
  return `${asked}${asked.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`
}
