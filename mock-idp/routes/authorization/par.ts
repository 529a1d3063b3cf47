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

/** Proofs of who the client is; they are no part of the authorization request. */
const credentials: ReadonlySet<string> = new Set([
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'client_id',
])

/** Pushed authorization requests (RFC 9126): checked like any other, now, and kept for one use. */
export const par = async (call: Call): Promise<Response> => {
  const { tenant, draft, respond } = call
  const form = await readForm(call)
  const client = await authenticateClient(call, form)
  if (form.get('request_uri') !== undefined) throw invalidRequest('request_uri cannot be pushed.')
  const pushed = await parametersOf(call, client, form)
  validateAuthorizationRequest(call, client, parseForm(new URLSearchParams(pushed).toString()))
  const reference = createReference()
  const request: PushedRequest = { clientId: client.clientId, parameters: pushed, exp: tenant.clock.now() + lifetime }
  await tenant.store.set(referenceKey('par', reference), request, lifetime + 3600)
  draft.decision = 'kept'
  return respond(JSON.stringify({ request_uri: parPrefix + reference, expires_in: lifetime }), {
    status: 201,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}

/** What was pushed, bound to the key of a DPoP proof that came with it (RFC 9449 §10.1). */
const parametersOf = async (call: Call, client: Client, form: Form): Promise<[string, string][]> => {
  const kept = form.entries().filter(([name]) => !credentials.has(name))
  const named: [string, string][] = [
    ['client_id', client.clientId],
    ...kept.map(([name, value]): [string, string] => [name, value]),
  ]
  const proof = call.request.headers.has('dpop') ? await readDpopProof(call, client) : undefined
  const announced = form.get('dpop_jkt')
  if (!proof || announced === proof.jkt) return named
  if (announced === undefined) return [...named, ['dpop_jkt', proof.jkt]]
  throw new OAuthError(400, 'invalid_dpop_proof', { description: 'The proof is not by the key of dpop_jkt.' })
}
