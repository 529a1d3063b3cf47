import { OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { readForm, readQuery } from '../../http/form.ts'
import { endInteraction, findInteraction, submittedInteraction } from '../../sign-in/interaction.ts'
import { renderSignIn } from '../../sign-in/render-pages.ts'
import { startSession } from '../../sign-in/session.ts'
import { proceed } from '../../sign-in/steps.ts'
import { readUserChoice } from '../../sign-in/user-choice.ts'
import { sendErrorsTo } from './authorize.ts'

/** The page on which a user is choice. */
export const signInPage = async (call: Call): Promise<Response> => {
  const reference = readQuery(call).get('interaction') ?? ''
  const interaction = await findInteraction(call, reference)
  call.draft.decision = 'sign-in page shown'
  return renderSignIn(call, { reference, interaction })
}

/** The form of the sign-in page: continue as a user, or cancel. */
export const signInForm = async (call: Call): Promise<Response> => {
  const form = await readForm(call)
  const interaction = await submittedInteraction(call, form)
  const { request, done } = interaction
  call.draft.client = request.clientId
  return sendErrorsTo(call, request, async () => {
    if (form.get('cancel') !== undefined) {
      await endInteraction(call, form)
      throw new OAuthError(400, 'access_denied', { description: 'The user cancelled the sign-in.' })
    }
    const choice = readUserChoice(call.tenant, form)
    if ('problem' in choice) {
      call.draft.decision = 'sign-in page shown again'
      call.draft.reason = choice.problem
      const reference = form.get('interaction') ?? ''
      return renderSignIn(call, { reference, interaction, typed: form, problem: choice.problem })
    }
    await endInteraction(call, form)
    const session = await startSession(call, choice.user)
    return proceed(call, request, session, { ...done, signedIn: true })
  })
}
