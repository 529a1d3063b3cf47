import { authenticateClient } from '../../clients/authentication/authenticate.ts'
import type { Client } from '../../clients/clients.ts'
import { invalidRequest, OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'
import { type Form, parseForm, readForm } from '../../http/form.ts'
import { validateAuthorizationRequest } from '../../sign-in/authorization-request.ts'
import { readDpopProof } from '../../tokens/dpop.ts'
import { createReference, referenceKey } from '../../tokens/reference.ts'
import { type PushedRequest, parPrefix } from './authorize.ts'

/** Seconds. */
const lifetime = 60

/** Parameters of client authentication. They are not part of the authorization request. */
const credentials: ReadonlySet<string> = new Set([
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'client_id',
])

/** Pushed authorization requests (RFC 9126): validated like others, and stored for one use. */
export const par = async (call: Call): Promise<Response> => {
  const { tenant, draft, respond } = call
  const form = await readForm(call)
  const client = await authenticateClient(call, form)
  if (form.get('request_uri') !== undefined) throw invalidRequest('request_uri must not be pushed.')
  const pushed = await parametersOf(call, client, form)
  validateAuthorizationRequest(call, client, parseForm(new URLSearchParams(pushed).toString()))
  const reference = createReference()
  const request: PushedRequest = { clientId: client.clientId, parameters: pushed, exp: tenant.clock.now() + lifetime }
  await tenant.store.set(referenceKey('par', reference), request, lifetime + 3600)
  draft.decision = 'stored'
  return respond(JSON.stringify({ request_uri: parPrefix + reference, expires_in: lifetime }), {
    status: 201,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}

/** The pushed parameters, bound to the key of the DPoP proof, if the request has one (RFC 9449 §10.1). */
const parametersOf = async (call: Call, client: Client, form: Form): Promise<[string, string][]> => {
  const pushed = form.entries().filter(([name]) => !credentials.has(name))
  const parameters: [string, string][] = [
    ['client_id', client.clientId],
    ...pushed.map(([name, value]): [string, string] => [name, value]),
  ]
  const proof = call.request.headers.has('dpop') ? await readDpopProof(call, client) : undefined
  const jkt = form.get('dpop_jkt')
  if (!proof || jkt === proof.jkt) return parameters
  if (jkt === undefined) return [...parameters, ['dpop_jkt', proof.jkt]]
  throw new OAuthError(400, 'invalid_dpop_proof', { description: 'The proof is not signed with the key of dpop_jkt.' })
}
