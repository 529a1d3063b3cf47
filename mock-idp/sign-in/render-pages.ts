import { findClient } from '../clients/find-client.ts'
import { endpointPaths } from '../endpoints.ts'
import type { OAuthError } from '../errors.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import type { User } from '../issuer/users.ts'
import { consentPage } from '../pages/consent.ts'
import { dashboardPage } from '../pages/dashboard.ts'
import { errorPage } from '../pages/error.ts'
import { pageHeaders } from '../pages/headers.ts'
import { signInPage } from '../pages/sign-in.ts'
import type { Interaction } from './interaction.ts'
import { describeScope } from './scope-description.ts'

interface WaitingInteraction {
  readonly reference: string
  readonly interaction: Interaction
}

/** The sign-in page, with the input and a message if the last input was not valid. */
export const renderSignIn = async (
  call: Call,
  { reference, interaction, typed, problem }: WaitingInteraction & { readonly typed?: Form; readonly problem?: string },
): Promise<Response> => {
  const { tenant, urls, respond } = call
  const { request, csrf } = interaction
  const page = signInPage({
    ...cardModel(call),
    clientName: await clientName(call, request.clientId),
    scopes: request.scopes,
    users: tenant.users.list().map(describeUser),
    action: urls.prefix + endpointPaths['sign-in'],
    interaction: reference,
    csrf,
    passwords: tenant.settings().passwords,
    ...(problem !== undefined && { error: problem }),
    ...(typed && { typed: sentFields(typed) }),
    ...(request.loginHint !== undefined && { loginHint: request.loginHint }),
  })
  return respond(page, { status: problem === undefined ? 200 : 422, headers: headersFor(interaction) })
}

/** The consent page. */
export const renderConsent = async (
  call: Call,
  { reference, interaction, user }: WaitingInteraction & { readonly user: Pick<User, 'sub' | 'claims'> },
): Promise<Response> => {
  const { request, csrf } = interaction
  const { name = user.sub } = describeUser(user)
  const page = consentPage({
    ...cardModel(call),
    client: await clientName(call, request.clientId),
    user: name,
    scopes: request.scopes.map(describeScope),
    resources: request.audiences,
    action: call.urls.prefix + endpointPaths.consent,
    interaction: reference,
    csrf,
  })
  return call.respond(page, { headers: headersFor(interaction) })
}

export const renderError = (call: Call, error: OAuthError): Response =>
  call.respond(errorPage({ ...cardModel(call), status: error.status, code: error.code, description: error.message }), {
    status: error.status,
    headers: { ...pageHeaders(), ...error.headers },
  })

export const renderDashboard = ({ urls, tenant, respond }: Call): Response => {
  const { issuer, origin, prefix } = urls
  return respond(dashboardPage({ issuer, tenant: tenant.name, origin, base: prefix }), { headers: pageHeaders() })
}

const cardModel = ({ urls }: Call) => ({ base: urls.prefix, issuer: urls.issuer })

const headersFor = ({ request }: Interaction) => pageHeaders({ formTargets: [request.redirectUri] })

const clientName = async ({ tenant }: Call, clientId: string): Promise<string> =>
  (await findClient(tenant, clientId))?.name ?? clientId

const describeUser = ({ sub, claims = {} }: Pick<User, 'sub' | 'claims'>) => ({
  sub,
  ...(typeof claims.name === 'string' && { name: claims.name }),
  ...(typeof claims.email === 'string' && { email: claims.email }),
})

const sentFields = (form: Form): Readonly<Record<string, string>> =>
  Object.fromEntries(form.entries().filter(([name]) => ['sub', 'claims', 'username'].includes(name)))
