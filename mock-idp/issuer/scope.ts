import type { Client } from '../clients/clients.ts'
import { OAuthError } from '../errors.ts'
import type { Form } from '../http/form.ts'

const syntax = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/**
 * The scopes that a request asks for, each once; none when it names none.
 *
 * @throws {OAuthError} `invalid_scope` for what is no list of scope tokens (RFC 6749 §3.3), or not for this client
 */
export const requestedScopes = (form: Form, client: Client): readonly string[] => {
  const scope = form.get('scope')
  if (scope === undefined) return []
  if (!syntax.test(scope)) throw invalidScope('scope must be tokens parted by single spaces.')
  const scopes = [...new Set(scope.split(' '))]
  const allowed = client.scope?.split(' ')
  const denied = allowed && scopes.find((one) => !allowed.includes(one))
  if (denied === undefined) return scopes
  throw invalidScope('A scope is asked for that this client may not have.', `${client.clientId} asked for ${denied}`)
}

/**
 * The scopes to issue: those asked for, all of which must have been granted, else all granted (RFC 6749 §6).
 *
 * @throws {OAuthError} `invalid_scope`
 */
export const narrowScopes = (form: Form, client: Client, granted: readonly string[]): readonly string[] => {
  const asked = requestedScopes(form, client)
  if (asked.length === 0) return granted
  if (asked.every((scope) => granted.includes(scope))) return asked
  throw invalidScope('A scope is asked for that was not granted.')
}

const invalidScope = (description: string, detail?: string): OAuthError =>
  new OAuthError(400, 'invalid_scope', { description, ...(detail !== undefined && { detail }) })
