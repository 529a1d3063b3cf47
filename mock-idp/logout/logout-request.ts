import type { Client } from '../clients/clients.ts'
import { findClient } from '../clients/find-client.ts'
import { invalidRequest } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import { isRegisteredRedirect } from '../sign-in/redirect-uri.ts'
import { audiencesOf } from '../tokens/token-claims.ts'
import { verifyIssuedJwt } from '../tokens/verify.ts'

/** A valid logout request. */
export interface LogoutRequest {
  readonly client?: Client
  /** The claims of `id_token_hint`. Absent without one. */
  readonly hint?: Readonly<Record<string, unknown>>
  /** Where the browser is sent after the logout, with the `state`. */
  readonly next?: string
}

/**
 * Validates a request of OpenID Connect RP-Initiated Logout 1.0 §2. The browser is only sent to URIs that the client
 * registered (§3).
 *
 * @throws {OAuthError} `invalid_request`, which is shown to the user
 */
export const validateLogoutRequest = async (call: Call, form: Form): Promise<LogoutRequest> => {
  const hint = await readHint(call, form.get('id_token_hint'))
  const client = await requestingClient(call, form, hint)
  const next = nextUri(client, form)
  return { ...(client && { client }), ...(hint && { hint }), ...(next !== undefined && { next }) }
}

/** An expired ID token is accepted (§2). */
const readHint = async (call: Call, token: string | undefined) => {
  if (token === undefined) return undefined
  const verdict = await verifyIssuedJwt(call, token, { expired: true })
  if (verdict.valid) return verdict.claims
  throw invalidRequest('id_token_hint is not an ID token of this issuer.', `the hint ${verdict.reason}`)
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
  throw invalidRequest('The client_id is unknown.')
}

const nextUri = (client: Client | undefined, form: Form): string | undefined => {
  const requested = form.get('post_logout_redirect_uri')
  if (requested === undefined) return undefined
  if (!client) throw invalidRequest('post_logout_redirect_uri needs a client_id or an id_token_hint.')
  const { postLogoutRedirectUris: redirectUris = [], anyLoopbackRedirect = false } = client
  if (!isRegisteredRedirect({ redirectUris, anyLoopbackRedirect }, requested)) {
    throw invalidRequest(
      'post_logout_redirect_uri is not registered for this client.',
      `requested ${JSON.stringify(requested)}; registered are ${redirectUris.join(', ') || 'none'}`,
    )
  }
  const state = form.get('state')
  if (state === undefined) return requested
  return `${requested}${requested.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`
}
