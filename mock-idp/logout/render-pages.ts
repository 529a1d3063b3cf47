import type { Client } from '../clients/clients.ts'
import { endpointPaths } from '../endpoints.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import { pageHeaders } from '../pages/headers.ts'
import { signedOutPage } from '../pages/signed-out.ts'
import type { OpenSession } from '../sign-in/session.ts'
import { confirmationOf } from './confirmation.ts'
import type { LogoutRequest } from './logout-request.ts'

/** Parameters of the request that the confirmation page sends again. */
const repeated = ['client_id', 'id_token_hint', 'post_logout_redirect_uri', 'state'] as const

/** The page that asks whether to sign out. */
export const renderConfirmation = (call: Call, form: Form, request: LogoutRequest, session: OpenSession): Response => {
  const { urls } = call
  const { client, next } = request
  const sent = repeated.flatMap((name) => {
    const value = form.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const confirm = {
    action: urls.prefix + endpointPaths.logout,
    fields: { ...Object.fromEntries(sent), confirm: confirmationOf(session) },
    user: nameOf(session),
    ...(client && { client: clientName(client) }),
  }
  return answer(call, { confirm }, next === undefined ? [] : [next])
}

/** The page after the logout, with the clients that were notified. */
export const renderSignedOut = (call: Call, notified: readonly Client[]): Response =>
  answer(call, { loggedOut: notified.map(clientName) })

type Content = Omit<Parameters<typeof signedOutPage>[0], 'base' | 'issuer'>

const answer = ({ urls, respond }: Call, content: Content, formTargets: readonly string[] = []): Response =>
  respond(signedOutPage({ base: urls.prefix, issuer: urls.issuer, ...content }), {
    headers: pageHeaders({ formTargets }),
  })

const nameOf = ({ user: { sub, claims } }: OpenSession): string =>
  typeof claims?.name === 'string' ? claims.name : sub

const clientName = ({ name, clientId }: Client): string => name ?? clientId
