import { authenticateClient } from '../../clients/authentication/authenticate.ts'
import { invalidRequest, OAuthError } from '../../errors.ts'
import { findGrant, grantTypesOf } from '../../grants/index.ts'
import type { Call } from '../../http/call.ts'
import { readForm } from '../../http/form.ts'
import { readDpopProof } from '../../tokens/dpop.ts'

/** RFC 6749 §5.1. */
const noStore = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }

/** The token endpoint (RFC 6749 §3.2): read the form, authenticate the client, run the grant, respond. */
export const token = async (call: Call): Promise<Response> => {
  const form = await readForm(call)
  const client = await authenticateClient(call, form)
  const grant = chooseGrant(call, form.get('grant_type'))
  if (client.grantTypes && !client.grantTypes.includes(grant.grantType)) {
    throw new OAuthError(400, 'unauthorized_client', {
      description: 'This client may not use this grant type.',
      detail: `${client.clientId} may use ${client.grantTypes.join(', ')}`,
    })
  }
  const dpop = await readDpopProof(call, client)
  const answer = await grant.run({ call, client, form, ...(dpop && { dpop }) })
  call.draft.decision ??= 'issued'
  return call.respond(JSON.stringify(answer), { headers: noStore })
}

const chooseGrant = ({ tenant }: Call, grantType: string | undefined) => {
  if (grantType === undefined) throw invalidRequest('grant_type is missing.')
  const settings = tenant.settings()
  const grant = findGrant(grantType, settings)
  if (grant) return grant
  const description = `Supported grant types: ${grantTypesOf(settings).join(', ')}.`
  throw new OAuthError(400, 'unsupported_grant_type', { description, detail: `requested ${JSON.stringify(grantType)}` })
}
