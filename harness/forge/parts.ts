/** The parts of a compact JWS, each the base64url text that is sent (RFC 7515 §7.1). */
export interface Parts {
  readonly header: string
  readonly payload: string
  readonly signature: string
}

export type Json = Readonly<Record<string, unknown>>

/** A part before it is encoded: a JSON object, the exact text, or the exact bytes. */
export type Content = Json | string | Uint8Array

export function partsOf(token: string): Parts {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return { header, payload, signature }
}

export const join = ({ header, payload, signature }: Parts): string => `${header}.${payload}.${signature}`

export function encode(content: Content): string {
  if (content instanceof Uint8Array) return Buffer.from(content).toString('base64url')
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url')
}

export const decode = (part: string): Buffer => Buffer.from(part, 'base64url')

/** The JSON object in a part of a token that is known to be good. */
export const read = (part: string): Json => JSON.parse(decode(part).toString('utf8'))
