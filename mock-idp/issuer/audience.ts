import type { Client } from '../clients/clients.ts'
import type { Site } from '../endpoints.ts'
import { Refusal } from '../errors.ts'
import type { Form } from '../http/form.ts'
import type { Settings } from '../settings.ts'

/**
 * The audiences that a request asks for by `resource` (RFC 8707 §2) or `audience` (RFC 8693 §2.1), each once.
 *
 * @throws {Refusal} `invalid_target` for a resource that is no absolute URI or has a fragment
 */
export const askedAudiences = (form: Form): readonly string[] => {
  const resources = form.all('resource')
  if (!resources.every(isResource)) {
    throw invalidTarget('resource must be an absolute URI without a fragment.')
  }
  return [...new Set([...resources, ...form.all('audience')])]
}

/**
 * The audiences to issue for: those asked for, all of which must have been allowed, else those allowed.
 *
 * @throws {Refusal} `invalid_target` for one that was not allowed (RFC 8707 §2.2)
 */
export const narrowedAudiences = (form: Form, allowed: readonly string[]): readonly string[] => {
  const asked = askedAudiences(form)
  if (asked.length === 0) return allowed
  if (allowed.length > 0 && !asked.every((audience) => allowed.includes(audience))) {
    throw invalidTarget('A resource or audience is asked for that was not granted.')
  }
  return asked
}

/** The `aud` of an access token: always one, as RFC 9068 §3 demands. */
export const audienceClaim = (
  audiences: readonly string[],
  { client, settings, site }: { readonly client: Client; readonly settings: Settings; readonly site: Site },
): string | readonly string[] => {
  const [only, ...more] = audiences
  if (only === undefined) return client.audience ?? settings.audience ?? site.issuer
  return more.length === 0 ? only : audiences
}

const isResource = (value: string): boolean => URL.canParse(value) && !value.includes('#')

const invalidTarget = (description: string): Refusal => new Refusal(400, 'invalid_target', { description })
