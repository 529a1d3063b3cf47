import { randomBytes } from 'node:crypto'
import { type Content, decode, encode, type Json, join, partsOf, read } from './parts.ts'

/** Another payload under the old header and signature. */
export const withPayload = (token: string, payload: Content): string =>
  join({ ...partsOf(token), payload: encode(payload) })

/** Another header over the old payload and signature. */
export const withHeader = (token: string, header: Content): string =>
  join({ ...partsOf(token), header: encode(header) })

/** Another signature, given as its bytes. */
export const withSignature = (token: string, signature: Uint8Array): string =>
  join({ ...partsOf(token), signature: encode(signature) })

/** Another signature, given as the text behind the second dot. */
export const withSignatureText = (token: string, signature: string): string => join({ ...partsOf(token), signature })

export const claimsOf = (token: string): Json => read(partsOf(token).payload)
export const headerOf = (token: string): Json => read(partsOf(token).header)
export const signatureOf = (token: string): Buffer => decode(partsOf(token).signature)

export const withClaims = (token: string, changes: Json): string =>
  withPayload(token, { ...claimsOf(token), ...changes })

export const withHeaderMembers = (token: string, changes: Json): string =>
  withHeader(token, { ...headerOf(token), ...changes })

/** The same JSON object with other whitespace: equal in meaning, other bytes. */
export const spaced = (json: Json): string => JSON.stringify(json, undefined, 1)

/** The same JSON object with its members in reverse order: equal in meaning, other bytes. */
export const reversed = (json: Json): Json => Object.fromEntries(Object.entries(json).reverse())

/** The lowest bit of one byte inverted. A decoded byte: the last base64 character may have bits that mean nothing. */
export const flipBit = (bytes: Uint8Array, index: number): Buffer =>
  Buffer.from(bytes.map((byte, each) => (each === index ? byte ^ 1 : byte)))

/** Random bytes of the same length, as a number below any RSA modulus of that length (RFC 8017 §8.2.2). */
export function randomLike(bytes: Uint8Array): Buffer {
  const random = randomBytes(bytes.length)
  if (random.length > 0) random.writeUInt8(random.readUInt8(0) & 0x7f, 0)
  return random
}
