import type { Client } from '../clients/clients.ts'
import type { Call } from '../http/call.ts'
import { readForm, readQuery } from '../http/form.ts'
import { redirect } from '../http/redirect.ts'
import { isConfirmed, mustConfirm } from '../logout/confirmation.ts'
import { validateLogoutRequest } from '../logout/logout-request.ts'
import { currentSession, endSession, type Session } from '../sign-in/session.ts'

/** The end session endpoint (OpenID Connect RP-Initiated Logout 1.0 §2): validate, confirm, sign out, redirect. */
export const logout = async (call: Call): Promise<Response> => {
  const { draft } = call
  const form = call.request.method === 'POST' ? await readForm(call) : readQuery(call)
  const request = await validateLogoutRequest(call, form)
  const session = await currentSession(call)
  if (session && !isConfirmed(call, form, session) && mustConfirm(call, request, session)) {
    draft.decision = 'confirmation page shown'
    const { renderConfirmation } = await import('../logout/render-pages.ts')
    return renderConfirmation(call, form, request, session)
  }
  const { ended, setCookie } = await endSession(call)
  draft.decision = ended ? 'signed out' : 'no session'
  const notified = ended ? await notifyAll(call, ended) : []
  const response = await finish(call, request.next, notified)
  response.headers.append('Set-Cookie', setCookie)
  return response
}

const notifyAll = async (call: Call, ended: Session): Promise<readonly Client[]> => {
  call.draft.user = ended.user.sub
  const { notifyClients } = await import('../logout/back-channel.ts')
  return notifyClients(call, ended)
}

const finish = async (call: Call, next: string | undefined, notified: readonly Client[]): Promise<Response> => {
  if (next !== undefined) return redirect(call, next)
  const { renderSignedOut } = await import('../logout/render-pages.ts')
  return renderSignedOut(call, notified)
}
