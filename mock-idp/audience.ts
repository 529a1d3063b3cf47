import type { Client } from './clients.ts'
import { Refusal } from './errors.ts'
import type { Form } from './form.ts'

/**
 * The `aud` that a request asks for by `resource` (RFC 8707 §2) or `audience`, else that of the client, else none.
 *
 * @throws {Refusal} `invalid_target` for a resource that is no absolute URI or has a fragment
 */
export const audienceOf = (form: Form, client: Client): { readonly aud?: string | readonly string[] } => {
  const resources = form.all('resource')
  if (!resources.every(isResource)) {
    throw new Refusal(400, 'invalid_target', { description: 'resource must be an absolute URI without a fragment.' })
  }
  const asked = [...new Set([...resources, ...form.all('audience')])]
  const [only, ...more] = asked
  const aud = only === undefined ? client.audience : more.length === 0 ? only : asked
  return aud === undefined ? {} : { aud }
}

const isResource = (value: string): boolean => URL.canParse(value) && !value.includes('#')
