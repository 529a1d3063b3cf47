import { type Form, jsonSerialization } from './json-serialization.ts'
import { encode, type Json, partsOf } from './parts.ts'

/**
 * A string that a JSON parser reads as the original token, and that holds other claims between its first and second dot
 * for a reader that splits it there. The member name in front is padded so that a decoder which drops foreign characters
 * finds the header whole. `{"  ` has four of them.
 */
export function polyglot(token: string, claims: Json, form: Form, padding = '  '): string {
  const member = JSON.stringify(`${padding}${partsOf(token).header}.${encode(claims)}.`)
  return `{${member}:"",${JSON.stringify(jsonSerialization(token, form)).slice(1)}`
}
