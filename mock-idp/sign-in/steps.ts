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

/** The next step of a request. */
type Step = 'sign-in' | 'consent' | 'grant'

/** Decides the next step (OpenID Connect Core 1.0 §3.1.2.3, §3.1.2.4). */
const nextStep = (
  { tenant }: Pick<Call, 'tenant'>,
  { prompts, maxAge, clientId, scopes }: AuthorizationRequest,
  session: OpenSession | undefined,
  { signedIn = false, consented = false }: CompletedSteps = {},
): Step => {
  if (!session) return 'sign-in'
  const tooOld = maxAge !== undefined && tenant.clock.now() - session.authTime > maxAge
  const mustSignIn = prompts.includes('login') || prompts.includes('select_account')
  if (!signedIn && (mustSignIn || tooOld)) return 'sign-in'
  const known = session.clients[clientId] ?? []
  const unknown = tenant.settings().consent && !scopes.every((scope) => known.includes(scope))
  return !consented && (prompts.includes('consent') || unknown) ? 'consent' : 'grant'
}

/** Executes the next step: redirects to a page, or responds to the client. */
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
  call.draft.decision = step === 'consent' ? 'redirected to consent' : 'redirected to sign-in'
  const response = redirect(call, `${call.urls.prefix}/${step}?interaction=${reference}`, setCookie)
  if (session?.setCookie !== undefined) response.headers.append('Set-Cookie', session.setCookie)
  return response
}

/** Grants the request for the user of the session. */
const grant = async (call: Call, request: AuthorizationRequest, session: OpenSession): Promise<Response> => {
  const { clientId, scopes, audiences, redirectUri, redirectUriSent, challenge, nonce, dpopJkt, acr } = request
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
    redirectUriSent,
    ...(challenge && { challenge }),
    ...(nonce !== undefined && { nonce }),
    ...(dpopJkt !== undefined && { dpopJkt }),
  })
  call.draft.user = user.sub
  call.draft.decision = 'code issued'
  return reply(call, request, { code }, session.setCookie)
}

/** The request of a page of the issuer that needs a signed-in user. */
export const signInRequestFor = (returnTo: string): AuthorizationRequest => ({
  clientId: 'the mock IdP',
  redirectUri: returnTo,
  responseMode: 'query',
  redirectUriSent: false,
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
  const sameUser = request.loginHint === undefined || session?.user.sub === user.sub
  const signedIn = session && sameUser && nextStep(call, request, session, { consented: true }) === 'grant'
  const { clientId, scopes } = request
  return grant(call, request, signedIn ? session : await startSession(call, user, { [clientId]: scopes }))
}

/** The user of automatic sign-in: the one of `login_hint`, even if unknown, or else the first one. */
export const automaticUser = ({ tenant }: Pick<Call, 'tenant'>, loginHint: string | undefined): User => {
  if (loginHint !== undefined) return tenant.users.find(loginHint) ?? { sub: loginHint }
  return tenant.users.list()[0] ?? { sub: 'user' }
}

const loginRequired = (): OAuthError =>
  new OAuthError(400, 'login_required', { description: 'No user is signed in, or the sign-in is too old.' })

const consentRequired = (): OAuthError =>
  new OAuthError(400, 'consent_required', { description: 'The user has not consented yet.' })
