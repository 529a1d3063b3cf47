import { encode, type Json, partsOf } from './parts.ts'

/**
 * A string that a JSON parser reads as the genuine token, and that holds other claims between its first and second dot
 * for whoever splits it there. The member name in front is padded so that a decoder which drops foreign characters
 * finds the header whole. `{"  ` has four of them.
 */
export function polyglot(token: string, claims: Json, form: 'flattened' | 'general', padding = '  '): string {
  const { header, payload, signature } = partsOf(token)
  const member = JSON.stringify(`${padding}${header}.${encode(claims)}.`)
  const genuine = { protected: header, signature }
  const rest = form === 'flattened' ? { ...genuine, payload } : { payload, signatures: [genuine] }
  return `{${member}:"",${JSON.stringify(rest).slice(1)}`
}
