import type { Client } from '../clients/clients.ts'
import { OAuthError } from '../errors.ts'
import type { Form } from '../http/form.ts'

const syntax = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/**
 * The scopes that a request names, without duplicates. Empty if it names none.
 *
 * @throws {OAuthError} `invalid_scope` for a value that is not a list of scope tokens (RFC 6749 §3.3), and for a scope that the client may not request
 */
export const requestedScopes = (form: Form, client: Client): readonly string[] => {
  const scope = form.get('scope')
  if (scope === undefined) return []
  if (!syntax.test(scope)) throw invalidScope('scope must be a list of tokens, separated by single spaces.')
  const scopes = [...new Set(scope.split(' '))]
  const allowed = client.scope?.split(' ')
  const forbidden = allowed && scopes.find((one) => !allowed.includes(one))
  if (forbidden === undefined) return scopes
  throw invalidScope('This client may not request one of the scopes.', `${client.clientId} requested ${forbidden}`)
}

/**
 * The scopes of a token: the requested ones, which must all be among the granted ones, or else all granted ones (RFC
 * 6749 §6).
 *
 * @throws {OAuthError} `invalid_scope`
 */
export const narrowScopes = (form: Form, client: Client, granted: readonly string[]): readonly string[] => {
  const requested = requestedScopes(form, client)
  if (requested.length === 0) return granted
  if (requested.every((scope) => granted.includes(scope))) return requested
  throw invalidScope('A requested scope was not granted.')
}

const invalidScope = (description: string, detail?: string): OAuthError =>
  new OAuthError(400, 'invalid_scope', { description, ...(detail !== undefined && { detail }) })
