import { OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { readForm, readQuery } from '../../http/form.ts'
import { endInteraction, findInteraction, submittedInteraction } from '../../sign-in/interaction.ts'
import { renderConsent } from '../../sign-in/render-pages.ts'
import { currentSession } from '../../sign-in/session.ts'
import { proceed } from '../../sign-in/steps.ts'
import { sendErrorsTo } from './authorize.ts'

/** The page on which the user allows or denies access. */
export const consentPage = async (call: Call): Promise<Response> => {
  const reference = readQuery(call).get('interaction') ?? ''
  const interaction = await findInteraction(call, reference)
  const session = await currentSession(call)
  if (!session) throw new OAuthError(400, 'login_required', { description: 'The session has ended. Start again.' })
  call.draft.decision = 'consent page shown'
  return renderConsent(call, { reference, interaction, user: session.user })
}

/** The form of the consent page. Only checked scopes are granted. */
export const consentForm = async (call: Call): Promise<Response> => {
  const form = await readForm(call)
  const { request, done } = await submittedInteraction(call, form)
  call.draft.client = request.clientId
  return sendErrorsTo(call, request, async () => {
    await endInteraction(call, form)
    if (form.get('allow') === undefined)
      throw new OAuthError(400, 'access_denied', { description: 'The user denied access.' })
    const checked = new Set(form.all('granted_scope'))
    const scopes = request.scopes.filter((scope) => scope === 'openid' || checked.has(scope))
    return proceed(call, { ...request, scopes }, await currentSession(call), { ...done, consented: true })
  })
}
