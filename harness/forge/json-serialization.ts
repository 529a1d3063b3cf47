import { type Json, partsOf } from './parts.ts'

export type Form = 'flattened' | 'general'

/** What a JSON serialization of a token may hold besides the token (RFC 7515 §7.2). */
export interface Beside {
  /** The unprotected header. */
  readonly header?: Json
  readonly members?: Json
}

/** A compact token in a JSON serialization (RFC 7515 §7.2.1, §7.2.2). */
export function jsonSerialization(token: string, form: Form, { header, members }: Beside = {}): Json {
  const { header: protectedHeader, payload, signature } = partsOf(token)
  const signed = { protected: protectedHeader, ...(header && { header }), signature }
  return form === 'flattened' ? { ...members, ...signed, payload } : { ...members, payload, signatures: [signed] }
}
