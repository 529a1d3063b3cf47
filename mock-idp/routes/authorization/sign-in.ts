import { OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { readForm, readQuery } from '../../http/form.ts'
import { endInteraction, findInteraction, submittedInteraction } from '../../sign-in/interaction.ts'
import { showSignIn } from '../../sign-in/render-pages.ts'
import { startSession } from '../../sign-in/session.ts'
import { proceed } from '../../sign-in/steps.ts'
import { readUserChoice } from '../../sign-in/user-choice.ts'
import { sendErrorsTo } from './authorize.ts'

/** The page on which somebody chooses who to be. */
export const signInPage = async (call: Call): Promise<Response> => {
  const reference = readQuery(call).get('interaction') ?? ''
  const interaction = await findInteraction(call, reference)
  call.draft.decision = 'showed who can sign in'
  return showSignIn(call, { reference, interaction })
}

/** The choice: go on as that user, or cancel. */
export const signInForm = async (call: Call): Promise<Response> => {
  const form = await readForm(call)
  const interaction = await submittedInteraction(call, form)
  const { request, done } = interaction
  call.draft.client = request.clientId
  return sendErrorsTo(call, request, async () => {
    if (form.get('cancel') !== undefined) {
      await endInteraction(call, form)
      throw new OAuthError(400, 'access_denied', { description: 'The user cancelled.' })
    }
    const chosen = readUserChoice(call.tenant, form)
    if ('problem' in chosen) {
      call.draft.decision = 'asked again'
      call.draft.reason = chosen.problem
      const reference = form.get('interaction') ?? ''
      return showSignIn(call, { reference, interaction, typed: form, problem: chosen.problem })
    }
    await endInteraction(call, form)
    const session = await startSession(call, chosen.user)
    return proceed(call, request, session, { ...done, signedIn: true })
  })
}
