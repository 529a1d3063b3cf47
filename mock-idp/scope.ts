import { Refusal } from './errors.ts'
import type { Form } from './form.ts'

const syntax = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** @throws {Refusal} `invalid_scope` for what is no list of scope tokens (RFC 6749 §3.3) */
export const scopeOf = (form: Form): { readonly scope?: string } => {
  const scope = form.get('scope')
  if (scope === undefined) return {}
  if (syntax.test(scope)) return { scope }
  throw new Refusal(400, 'invalid_scope', { description: 'scope must be tokens parted by single spaces.' })
}
