import type { Client } from '../clients/clients.ts'
import type { IssuerUrls } from '../endpoints.ts'
import { OAuthError } from '../errors.ts'
import type { Form } from '../http/form.ts'
import type { Settings } from '../settings.ts'

/**
 * The audiences that a request asks for by `resource` (RFC 8707 §2) or `audience` (RFC 8693 §2.1), each once.
 *
 * @throws {OAuthError} `invalid_target` for a resource that is no absolute URI or has a fragment
 */
export const requestedAudiences = (form: Form): readonly string[] => {
  const resources = form.all('resource')
  if (!resources.every(isResource)) {
    throw invalidTarget('resource must be an absolute URI without a fragment.')
  }
  return [...new Set([...resources, ...form.all('audience')])]
}

/**
 * The audiences to issue for: those asked for, all of which must have been allowed, else those allowed.
 *
 * @throws {OAuthError} `invalid_target` for one that was not allowed (RFC 8707 §2.2)
 */
export const narrowAudiences = (form: Form, allowed: readonly string[]): readonly string[] => {
  const asked = requestedAudiences(form)
  if (asked.length === 0) return allowed
  if (allowed.length > 0 && !asked.every((audience) => allowed.includes(audience))) {
    throw invalidTarget('A resource or audience is asked for that was not granted.')
  }
  return asked
}

/** The `aud` of an access token: always one, as RFC 9068 §3 demands. */
export const audienceClaim = (
  audiences: readonly string[],
  { client, settings, urls }: { readonly client: Client; readonly settings: Settings; readonly urls: IssuerUrls },
): string | readonly string[] => {
  const [only, ...more] = audiences
  if (only === undefined) return client.audience ?? settings.audience ?? urls.issuer
  return more.length === 0 ? only : audiences
}

const isResource = (value: string): boolean => URL.canParse(value) && !value.includes('#')

const invalidTarget = (description: string): OAuthError => new OAuthError(400, 'invalid_target', { description })
