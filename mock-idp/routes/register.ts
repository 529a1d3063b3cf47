import { randomUUID } from 'node:crypto'
import type { Client, ClientAuthMethod } from '../clients/clients.ts'
import { isObject } from '../clients/registration/jwk-set.ts'
import { type IssuerCapabilities, invalidMetadata, metadataOf, readMetadata } from '../clients/registration/metadata.ts'
import { readJson } from '../clients/registration/read-json.ts'
import { addClient, clientOfToken, removeClient, replaceClient } from '../clients/registration/registered-clients.ts'
import { OAuthError } from '../errors.ts'
import { grantTypesOf } from '../grants/index.ts'
import type { Call } from '../http/call.ts'
import { createReference } from '../tokens/reference.ts'

/** Dynamic client registration (RFC 7591), without an initial access token. */
export const register = async (call: Call): Promise<Response> => {
  const { tenant, request, draft } = call
  const metadata = readMetadata(await readJson(request), capabilitiesOf(call))
  const issuedAt = tenant.clock.now()
  const client: Client = { clientId: randomUUID(), ...secretFor(metadata.authMethod), ...metadata }
  const token = await addClient(tenant, client)
  draft.client = client.clientId
  draft.decision = 'registered'
  return answer(call, 201, { ...describe(call, client, token), client_id_issued_at: issuedAt })
}

/** Reads a registration (RFC 7592 §2.1). */
export const readRegistration = async (call: Call): Promise<Response> => {
  const { client, token } = await registeredClient(call)
  return answer(call, 200, describe(call, client, token))
}

/** Replaces the metadata of a client. Id and secret stay the same (RFC 7592 §2.2). */
export const updateRegistration = async (call: Call): Promise<Response> => {
  const { client, token } = await registeredClient(call)
  const { clientId, clientSecret } = client
  const sent = await readJson(call.request)
  if (!isObject(sent) || sent.client_id !== clientId) throw invalidMetadata('client_id must be the id of the client.')
  if (sent.client_secret !== undefined && sent.client_secret !== clientSecret) {
    throw invalidMetadata('client_secret must be omitted, or be the secret of the client.')
  }
  const metadata = readMetadata(sent, capabilitiesOf(call))
  const fresh = secretFor(metadata.authMethod)
  const secret = fresh.clientSecret === undefined || clientSecret === undefined ? fresh : { clientSecret }
  const updated: Client = { clientId, ...secret, ...metadata }
  await replaceClient(call.tenant, updated)
  call.draft.decision = 'updated'
  return answer(call, 200, describe(call, updated, token))
}

/** Deletes a client (RFC 7592 §2.3). */
export const removeRegistration = async (call: Call): Promise<Response> => {
  const { client } = await registeredClient(call)
  await removeClient(call.tenant, client.clientId)
  call.draft.decision = 'removed'
  return new Response(null, { status: 204, headers: { 'Cache-Control': 'no-store' } })
}

const capabilitiesOf = ({ tenant }: Call): IssuerCapabilities => ({
  grantTypes: grantTypesOf(tenant.settings()),
  algs: tenant.keys.algs,
})

const secretFor = (method: ClientAuthMethod | undefined): { readonly clientSecret?: string } =>
  method === 'none' || method === 'private_key_jwt' ? {} : { clientSecret: createReference() }

/** @throws {OAuthError} 401 if the registration access token of the client is missing or wrong (RFC 7592 §2) */
const registeredClient = async ({ tenant, request, params, draft }: Call) => {
  const clientId = params.client_id ?? ''
  draft.client = clientId.slice(0, 200)
  const token = /^Bearer +([\w-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const client = token === undefined ? undefined : await clientOfToken(tenant, clientId, token)
  if (token !== undefined && client) return { client, token }
  throw new OAuthError(401, 'invalid_token', {
    description: 'The registration access token of this client is missing or wrong.',
    headers: { 'WWW-Authenticate': `Bearer realm="mock-idp"${token === undefined ? '' : ', error="invalid_token"'}` },
  })
}

const describe = ({ urls }: Call, client: Client, token: string) => ({
  client_id: client.clientId,
  // 0: it does not expire (RFC 7591 §3.2.1).
  ...(client.clientSecret !== undefined && { client_secret: client.clientSecret, client_secret_expires_at: 0 }),
  ...metadataOf(client),
  registration_client_uri: `${urls.endpoint('register')}/${encodeURIComponent(client.clientId)}`,
  registration_access_token: token,
})

const answer = ({ respond }: Call, status: number, body: unknown): Response =>
  respond(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
