import { jsonObject } from '../wire/json-object.ts'

/** Signed with a shared key (RFC 7518 §3.2), according to its header. */
export const isHmacJws = (token: string): boolean => /^HS\d/.test(algorithmOf(token) ?? '')

/** The algorithm in the header of a JWS (RFC 7515 §7.1); undefined for other credentials. */
export function algorithmOf(token: string): string | undefined {
  const [header, payload, signature, ...more] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return undefined
  const { alg } = jsonObject(Buffer.from(header, 'base64url').toString('utf8')) ?? {}
  return typeof alg === 'string' ? alg : undefined
}

/** The index after a key identifier that ends with a dot or colon, as in `key-1.secret`; 0 without one. */
export const behindKeyId = (token: string): number => token.search(/[.:]/) + 1

/** Prefixes that name the kind of a credential, such as `sk_live_` or `ghp_`, and are no secret. */
const publicPrefix = /^[a-z]{1,8}\d?[_-](?:[a-z]{1,8}[_-])?/i

/** The index at which the secret of a credential begins, after what a target may look up or compare in any way. */
export function secretStart(token: string): number {
  const behindId = behindKeyId(token)
  if (behindId > 0) return behindId
  const [prefix = ''] = publicPrefix.exec(token) ?? []
  // In a short credential, or a random one with a hyphen, it is no prefix.
  return token.length - prefix.length >= 16 ? prefix.length : 0
}

/** The index of the first byte that a target compares: that of the secret, or of the signature of a JWS. */
export const firstComparedByte = (token: string): number =>
  algorithmOf(token) === undefined ? secretStart(token) : token.lastIndexOf('.') + 1
