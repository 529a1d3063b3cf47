import type { Client } from '../../clients/clients.ts'
import { findClient } from '../../clients/find-client.ts'
import { invalidRequest, OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { type Form, parseForm, readForm, readQuery } from '../../http/form.ts'
import {
  type ResponseDestination,
  readResponseDestination,
  validateAuthorizationRequest,
} from '../../sign-in/authorization-request.ts'
import { authorizationErrorResponse } from '../../sign-in/authorization-response.ts'
import { currentSession } from '../../sign-in/session.ts'
import { proceed } from '../../sign-in/steps.ts'
import { referenceKey } from '../../tokens/reference.ts'

/**
 * The authorization endpoint (RFC 6749 §3.1): find the client, validate the redirect URI and the request, find the user,
 * respond. Until the redirect URI is validated, errors are shown to the user and not sent to the client (§4.1.2.1).
 */
export const authorize = async (call: Call): Promise<Response> => {
  const sent = call.request.method === 'POST' ? await readForm(call) : readQuery(call)
  const client = await requestingClient(call, sent)
  const form = await pushedParameters(call, client, sent)
  const destination = readResponseDestination(client, form)
  return sendErrorsTo(call, destination, async () => {
    const request = validateAuthorizationRequest(call, client, form, destination)
    return proceed(call, request, await currentSession(call))
  })
}

/** Executes a task, and sends its errors to the client. */
export const sendErrorsTo = async (
  call: Call,
  destination: ResponseDestination,
  task: () => Promise<Response>,
): Promise<Response> => {
  try {
    return await task()
  } catch (error) {
    if (error instanceof OAuthError && error.status < 500) return authorizationErrorResponse(call, destination, error)
    throw error
  }
}

const requestingClient = async ({ tenant }: Call, form: Form): Promise<Client> => {
  const clientId = form.get('client_id')
  if (clientId === undefined) throw invalidRequest('client_id is missing.')
  const client = await findClient(tenant, clientId)
  if (client) return client
  if (tenant.settings().permissive) return { clientId, anyLoopbackRedirect: true }
  throw new OAuthError(400, 'invalid_client', {
    description: 'The client_id is unknown.',
    detail: `unknown client ${JSON.stringify(clientId)}`,
  })
}

/** The parameters of the pushed request that `request_uri` names, or else those that were sent (RFC 9126 §4). */
const pushedParameters = async ({ tenant, draft }: Call, client: Client, form: Form): Promise<Form> => {
  const requestUri = form.get('request_uri')
  if (requestUri === undefined && client.requirePar)
    throw invalidRequest('This client must use pushed authorization requests (PAR).')
  if (requestUri === undefined) return form
  const reference = requestUri.startsWith(parPrefix) ? requestUri.slice(parPrefix.length) : ''
  const pushed = (await tenant.store.take(referenceKey('par', reference))) as PushedRequest | undefined
  if (!pushed || pushed.clientId !== client.clientId || pushed.exp <= tenant.clock.now()) {
    throw new OAuthError(400, 'invalid_request_uri', {
      description: 'The request_uri is unknown, expired or was used before.',
      detail: pushed && pushed.clientId !== client.clientId ? 'pushed by another client' : 'no such pushed request',
    })
  }
  draft.parameters = { ...draft.parameters, pushed: 'true' }
  return parseForm(
    new URLSearchParams(pushed.parameters.map(([name, value]): [string, string] => [name, value])).toString(),
  )
}

/** RFC 9126 §2.2. */
export const parPrefix = 'urn:ietf:params:oauth:request_uri:'

/** What the PAR endpoint stores. */
export interface PushedRequest {
  readonly clientId: string
  readonly parameters: readonly (readonly [string, string])[]
  /** Seconds since the epoch. */
  readonly exp: number
}
