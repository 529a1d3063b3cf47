import { invalidRequest, Refusal } from '../errors.ts'
import { readForm } from '../form.ts'
import { findGrant, grantTypes } from '../grants/index.ts'
import type { Provider } from '../provider.ts'

/** RFC 6749 §5.1. */
const unstored = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }

/** The token endpoint (RFC 6749 §3.2): read, authenticate, grant, answer. */
export const createToken =
  (provider: Provider) =>
  async (request: Request): Promise<Response> => {
    const form = await readForm(request)
    const client = provider.clients.authenticate(request, form)
    const grant = chooseGrant(form.get('grant_type'))
    return provider.respond(JSON.stringify(await grant({ provider, client, form })), { headers: unstored })
  }

const chooseGrant = (grantType: string | undefined) => {
  if (grantType === undefined) throw invalidRequest('grant_type is missing.')
  const grant = findGrant(grantType)
  if (grant) return grant
  const description = `Supported grant types: ${grantTypes.join(', ')}.`
  throw new Refusal(400, 'unsupported_grant_type', { description, detail: `asked for ${JSON.stringify(grantType)}` })
}
