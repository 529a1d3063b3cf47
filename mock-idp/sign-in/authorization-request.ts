import type { Client } from '../clients/clients.ts'
import { invalidRequest, OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import { requestedAudiences } from '../issuer/audience.ts'
import { requestedScopes } from '../issuer/scope.ts'
import { type CodeChallenge, readChallenge } from './pkce.ts'
import { isRegisteredRedirect } from './redirect-uri.ts'

/** Where and how the response is sent (RFC 6749 §4.1.1, OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode). */
export interface ResponseDestination {
  readonly redirectUri: string
  readonly responseMode: 'query' | 'fragment' | 'form_post'
  readonly state?: string
}

/** A valid authorization request. */
export interface AuthorizationRequest extends ResponseDestination {
  readonly clientId: string
  /** Whether the request contained redirect_uri. If so, the token request must contain it, too (RFC 6749 §4.1.3). */
  readonly redirectUriSent: boolean
  readonly scopes: readonly string[]
  readonly audiences: readonly string[]
  readonly prompts: readonly string[]
  readonly nonce?: string
  /** Seconds. */
  readonly maxAge?: number
  readonly loginHint?: string
  readonly acr?: string
  readonly challenge?: CodeChallenge
  /** RFC 9449 §10. */
  readonly dpopJkt?: string
  /** For a sign-in that a page of the issuer needs: the page to return to, instead of a response to a client. */
  readonly returnTo?: string
}

/**
 * Reads where to send the response. If this fails, nothing may be sent to the client.
 *
 * @throws {OAuthError} if the redirect URI is missing or not registered
 */
export const readResponseDestination = (client: Client, form: Form): ResponseDestination => {
  const { redirectUris = [] } = client
  const [only, ...more] = redirectUris
  const requested = form.get('redirect_uri')
  const redirectUri = requested ?? (more.length === 0 ? only : undefined)
  if (redirectUri === undefined) throw invalidRequest('redirect_uri is missing.')
  if (requested !== undefined && !isRegisteredRedirect(client, requested)) {
    throw invalidRequest(
      'redirect_uri is not registered for this client.',
      `requested ${JSON.stringify(requested)}; registered are ${redirectUris.join(', ') || 'none'}` +
        (client.anyLoopbackRedirect ? ' and all URIs on a loopback address' : ''),
    )
  }
  const state = form.get('state')
  return { redirectUri, responseMode: readResponseMode(form), ...(state !== undefined && { state }) }
}

/** For an unknown mode, the default, by which the error is sent. */
const readResponseMode = (form: Form): ResponseDestination['responseMode'] => {
  const mode = form.get('response_mode')
  return mode === 'fragment' || mode === 'form_post' ? mode : 'query'
}

/**
 * Validates an authorization request (RFC 6749 §4.1.1, OpenID Connect Core 1.0 §3.1.2.1, RFC 7636 §4.3).
 *
 * @throws {OAuthError} which may be sent to the client
 */
export const validateAuthorizationRequest = (
  { tenant }: Pick<Call, 'tenant'>,
  client: Client,
  form: Form,
  destination = readResponseDestination(client, form),
): AuthorizationRequest => {
  checkSupport(form, client)
  const scopes = requestedScopes(form, client)
  if (scopes.includes('openid') && form.get('redirect_uri') === undefined) {
    throw invalidRequest('redirect_uri is missing; OpenID Connect requires it.')
  }
  const challenge = readChallenge(form, tenant.settings())
  const prompts = form.get('prompt')?.split(' ') ?? []
  const unknown = prompts.find((prompt) => !knownPrompts.has(prompt))
  if (unknown !== undefined) throw invalidRequest(`prompt must be one of ${[...knownPrompts].join(', ')}.`)
  if (prompts.includes('none') && prompts.length > 1)
    throw invalidRequest('prompt=none must not be combined with another prompt.')
  return {
    ...destination,
    clientId: client.clientId,
    redirectUriSent: form.get('redirect_uri') !== undefined,
    scopes,
    audiences: requestedAudiences(form),
    prompts,
    ...maxAgeOf(form),
    ...present({
      nonce: form.get('nonce'),
      loginHint: form.get('login_hint'),
      acr: form.get('acr_values')?.split(' ')[0],
      dpopJkt: form.get('dpop_jkt'),
    }),
    ...(challenge && { challenge }),
  }
}

const knownPrompts: ReadonlySet<string> = new Set(['none', 'login', 'consent', 'select_account'])

const checkSupport = (form: Form, { grantTypes }: Client): void => {
  const responseType = form.get('response_type')
  if (responseType === undefined) throw invalidRequest('response_type is missing.')
  if (responseType !== 'code') {
    throw new OAuthError(400, 'unsupported_response_type', { description: 'response_type must be code.' })
  }
  const mode = form.get('response_mode')
  if (mode !== undefined && !['query', 'fragment', 'form_post'].includes(mode)) {
    throw invalidRequest('response_mode must be query, fragment or form_post.')
  }
  if (form.get('request') !== undefined) {
    throw new OAuthError(400, 'request_not_supported', { description: 'Request objects are not supported; use PAR.' })
  }
  if (grantTypes && !grantTypes.includes('authorization_code')) {
    throw new OAuthError(400, 'unauthorized_client', { description: 'This client may not use authorization_code.' })
  }
}

const maxAgeOf = (form: Form): { readonly maxAge?: number } => {
  const text = form.get('max_age')
  if (text === undefined) return {}
  if (/^\d{1,10}$/.test(text)) return { maxAge: Number(text) }
  throw invalidRequest('max_age must be a number of seconds.')
}

type Present<Members> = { [Name in keyof Members]?: Exclude<Members[Name], undefined> }

const present = <Members extends object>(members: Members): Present<Members> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<Members>
