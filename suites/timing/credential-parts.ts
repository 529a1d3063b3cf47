import { jsonObject } from '../../harness/expect/index.ts'

/** Signed with a shared key (RFC 7518 §3.2), by the look of it. */
export const isHmacJws = (token: string): boolean => /^HS\d/.test(algorithmOf(token) ?? '')

/** The algorithm that a JWS names (RFC 7515 §7.1); undefined for other credentials. */
export function algorithmOf(token: string): string | undefined {
  const [header, payload, signature, ...more] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return undefined
  const { alg } = jsonObject(Buffer.from(header, 'base64url').toString('utf8')) ?? {}
  return typeof alg === 'string' ? alg : undefined
}

/** The index behind a key identifier that ends with a dot or colon, as in `key-1.secret`; 0 without one. */
export const behindKeyId = (token: string): number => token.search(/[.:]/) + 1

/** Names of what a credential is for, such as `sk_live_` or `ghp_`, which anybody may know. */
const publicPrefix = /^[a-z]{1,8}\d?[_-](?:[a-z]{1,8}[_-])?/i

/** The index where the secret of a credential begins, behind what a target may look up or compare in any way. */
export function secretStart(token: string): number {
  const behindId = behindKeyId(token)
  if (behindId > 0) return behindId
  const [prefix = ''] = publicPrefix.exec(token) ?? []
  // Of a short credential, or a random one with a hyphen in it, that would leave too little.
  return token.length - prefix.length >= 16 ? prefix.length : 0
}
