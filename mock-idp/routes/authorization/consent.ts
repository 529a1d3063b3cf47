import { OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { readForm, readQuery } from '../../http/form.ts'
import { endInteraction, findInteraction, submittedInteraction } from '../../sign-in/interaction.ts'
import { showConsent } from '../../sign-in/render-pages.ts'
import { currentSession } from '../../sign-in/session.ts'
import { proceed } from '../../sign-in/steps.ts'
import { sendErrorsTo } from './authorize.ts'

/** The page on which the user allows what a client asks for. */
export const consentPage = async (call: Call): Promise<Response> => {
  const reference = readQuery(call).get('interaction') ?? ''
  const interaction = await findInteraction(call, reference)
  const session = await currentSession(call)
  if (!session)
    throw new OAuthError(400, 'login_required', { description: 'Nobody is signed in any more. Start again.' })
  call.draft.decision = 'showed what is asked for'
  return showConsent(call, { reference, interaction, user: session.user })
}

/** The decision. Scopes that the user takes out are not granted. */
export const consentForm = async (call: Call): Promise<Response> => {
  const form = await readForm(call)
  const { request, done } = await submittedInteraction(call, form)
  call.draft.client = request.clientId
  return sendErrorsTo(call, request, async () => {
    await endInteraction(call, form)
    if (form.get('allow') === undefined) throw new OAuthError(400, 'access_denied', { description: 'The user denied.' })
    const kept = new Set(form.all('granted_scope'))
    const scopes = request.scopes.filter((scope) => scope === 'openid' || kept.has(scope))
    return proceed(call, { ...request, scopes }, await currentSession(call), { ...done, consented: true })
  })
}
