import { randomUUID } from 'node:crypto'
import { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import { redirect } from '../http/redirect.ts'
import type { User } from '../issuer/users.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { reply } from './authorization-response.ts'
import { issueCode } from './code.ts'
import { beginInteraction, type CompletedSteps } from './interaction.ts'
import { type OpenSession, rememberClient, startSession } from './session.ts'

/** What a request still needs before it is granted. */
export type Step = 'sign-in' | 'consent' | 'grant'

/** Decides the next step (OpenID Connect Core 1.0 §3.1.2.3, §3.1.2.4). */
export const nextStep = (
  { tenant }: Pick<Call, 'tenant'>,
  { prompts, maxAge, clientId, scopes }: AuthorizationRequest,
  session: OpenSession | undefined,
  { signedIn = false, consented = false }: CompletedSteps = {},
): Step => {
  if (!session) return 'sign-in'
  const tooOld = maxAge !== undefined && tenant.clock.now() - session.authTime > maxAge
  const asked = prompts.includes('login') || prompts.includes('select_account')
  if (!signedIn && (asked || tooOld)) return 'sign-in'
  const known = session.clients[clientId] ?? []
  const unknown = tenant.settings().consent && !scopes.every((scope) => known.includes(scope))
  return !consented && (prompts.includes('consent') || unknown) ? 'consent' : 'grant'
}

/** Takes the next step: a page, or the answer to the client. */
export const proceed = async (
  call: Call,
  request: AuthorizationRequest,
  session: OpenSession | undefined,
  done: CompletedSteps = {},
): Promise<Response> => {
  if (call.tenant.settings().signIn === 'automatic') return grantAutomatically(call, request, session)
  const step = nextStep(call, request, session, done)
  if (step === 'grant' && session) return grant(call, request, session)
  if (request.prompts.includes('none')) throw step === 'consent' ? consentRequired() : loginRequired()
  const { reference, setCookie } = await beginInteraction(call, request, done)
  call.draft.decision = step === 'consent' ? 'asks for consent' : 'asks to sign in'
  const response = redirect(call, `${call.urls.prefix}/${step}?interaction=${reference}`, setCookie)
  if (session?.setCookie !== undefined) response.headers.append('Set-Cookie', session.setCookie)
  return response
}

/** Grants the request to the user of the session. */
export const grant = async (call: Call, request: AuthorizationRequest, session: OpenSession): Promise<Response> => {
  const { clientId, scopes, audiences, redirectUri, namedRedirect, challenge, nonce, dpopJkt, acr } = request
  const { user, authTime, sid } = session
  if (request.returnTo !== undefined) return redirect(call, request.returnTo, session.setCookie)
  await rememberClient(call, session, clientId, scopes)
  const code = await issueCode(call, {
    authorization: {
      id: randomUUID(),
      clientId,
      user,
      scopes,
      audiences,
      authTime,
      sid,
      ...(acr !== undefined && { acr }),
    },
    redirectUri,
    namedRedirect,
    ...(challenge && { challenge }),
    ...(nonce !== undefined && { nonce }),
    ...(dpopJkt !== undefined && { dpopJkt }),
  })
  call.draft.user = user.sub
  call.draft.decision = 'issued a code'
  return reply(call, request, { code }, session.setCookie)
}

/** A request for signing in only, by a page of the issuer. */
export const signInRequestFor = (returnTo: string): AuthorizationRequest => ({
  clientId: 'the mock IdP',
  redirectUri: returnTo,
  responseMode: 'query',
  namedRedirect: false,
  scopes: [],
  audiences: [],
  prompts: [],
  returnTo,
})

const grantAutomatically = async (
  call: Call,
  request: AuthorizationRequest,
  session: OpenSession | undefined,
): Promise<Response> => {
  const user = automaticUser(call, request.loginHint)
  const fits = request.loginHint === undefined || session?.user.sub === user.sub
  const signedIn = session && fits && nextStep(call, request, session, { consented: true }) === 'grant'
  const { clientId, scopes } = request
  return grant(call, request, signedIn ? session : await startSession(call, user, { [clientId]: scopes }))
}

/** Whom automatic sign-in takes: the user named, made up where unknown, else the first one. */
export const automaticUser = ({ tenant }: Pick<Call, 'tenant'>, loginHint: string | undefined): User => {
  if (loginHint !== undefined) return tenant.users.find(loginHint) ?? { sub: loginHint }
  return tenant.users.list()[0] ?? { sub: 'user' }
}

const loginRequired = (): OAuthError =>
  new OAuthError(400, 'login_required', { description: 'Nobody is signed in, or not recently enough.' })

const consentRequired = (): OAuthError =>
  new OAuthError(400, 'consent_required', { description: 'The user has not consented yet.' })
