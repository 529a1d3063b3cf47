import type { Client } from '../clients/clients.ts'
import type { IssuerUrls } from '../endpoints.ts'
import { OAuthError } from '../errors.ts'
import type { Form } from '../http/form.ts'
import type { Settings } from '../settings.ts'

/**
 * The audiences that a request names by `resource` (RFC 8707 §2) or `audience` (RFC 8693 §2.1), without duplicates.
 *
 * @throws {OAuthError} `invalid_target` for a resource that is not an absolute URI or has a fragment
 */
export const requestedAudiences = (form: Form): readonly string[] => {
  const resources = form.all('resource')
  if (!resources.every(isResource)) {
    throw invalidTarget('resource must be an absolute URI without a fragment.')
  }
  return [...new Set([...resources, ...form.all('audience')])]
}

/**
 * The audiences of a token: the requested ones, which must all be among the granted ones, or else all granted ones.
 *
 * @throws {OAuthError} `invalid_target` for an audience that was not granted (RFC 8707 §2.2)
 */
export const narrowAudiences = (form: Form, granted: readonly string[]): readonly string[] => {
  const requested = requestedAudiences(form)
  if (requested.length === 0) return granted
  if (granted.length > 0 && !requested.every((audience) => granted.includes(audience))) {
    throw invalidTarget('A requested resource or audience was not granted.')
  }
  return requested
}

/** The `aud` of an access token. It always has one (RFC 9068 §3). */
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
