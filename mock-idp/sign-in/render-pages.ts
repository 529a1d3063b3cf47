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

/** Who can sign in; again, with what was typed, where that could not be taken. */
export const showSignIn = async (
  call: Call,
  { reference, interaction, typed, problem }: WaitingInteraction & { readonly typed?: Form; readonly problem?: string },
): Promise<Response> => {
  const { tenant, urls, respond } = call
  const { request, csrf } = interaction
  const page = signInPage({
    ...frame(call),
    clientName: await clientName(call, request.clientId),
    scopes: request.scopes,
    users: tenant.users.list().map(described),
    action: urls.prefix + endpointPaths['sign-in'],
    interaction: reference,
    csrf,
    passwords: tenant.settings().passwords,
    ...(problem !== undefined && { error: problem }),
    ...(typed && { typed: sentFields(typed) }),
    ...(request.loginHint !== undefined && { loginHint: request.loginHint }),
  })
  return respond(page, { status: problem === undefined ? 200 : 422, headers: targeting(interaction) })
}

/** What a client asks for. */
export const showConsent = async (
  call: Call,
  { reference, interaction, user }: WaitingInteraction & { readonly user: Pick<User, 'sub' | 'claims'> },
): Promise<Response> => {
  const { request, csrf } = interaction
  const { name = user.sub } = described(user)
  const page = consentPage({
    ...frame(call),
    client: await clientName(call, request.clientId),
    user: name,
    scopes: request.scopes.map(describeScope),
    resources: request.audiences,
    action: call.urls.prefix + endpointPaths.consent,
    interaction: reference,
    csrf,
  })
  return call.respond(page, { headers: targeting(interaction) })
}

export const showError = (call: Call, refusal: OAuthError): Response =>
  call.respond(
    errorPage({ ...frame(call), status: refusal.status, code: refusal.code, description: refusal.message }),
    { status: refusal.status, headers: { ...pageHeaders(), ...refusal.headers } },
  )

export const showDashboard = ({ urls, tenant, respond }: Call): Response => {
  const { issuer, origin, prefix } = urls
  return respond(dashboardPage({ issuer, tenant: tenant.name, origin, base: prefix }), { headers: pageHeaders() })
}

const frame = ({ urls }: Call) => ({ base: urls.prefix, issuer: urls.issuer })

const targeting = ({ request }: Interaction) => pageHeaders({ formTargets: [request.redirectUri] })

const clientName = async ({ tenant }: Call, clientId: string): Promise<string> =>
  (await findClient(tenant, clientId))?.name ?? clientId

const described = ({ sub, claims = {} }: Pick<User, 'sub' | 'claims'>) => ({
  sub,
  ...(typeof claims.name === 'string' && { name: claims.name }),
  ...(typeof claims.email === 'string' && { email: claims.email }),
})

const sentFields = (form: Form): Readonly<Record<string, string>> =>
  Object.fromEntries(form.entries().filter(([name]) => ['sub', 'claims', 'username'].includes(name)))
