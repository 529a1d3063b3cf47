import type { Attempt, RunContext } from '../../harness/model.ts'

/** So many of each kind that no single one becomes known to the target. */
export const candidates = 64
/** Last characters that are wrong where the rest is right: one alone would soon be guessed. */
export const wrongAtTheEnd = 4

type Lookalike = RunContext['lookalike']

export const wrongAtLast = (lookalike: Lookalike, token: string): string =>
  lookalike(token, token.length - wrongAtTheEnd)

/**
 * As `wrongAtLast` but for the first byte of the secret, so that only this tells them apart: a target reads bytes that it
 * has seen before a few nanoseconds faster, whatever it compares.
 */
export function wrongFromFirst(lookalike: Lookalike, token: string, start: number): string {
  // Only letters and digits have others to be replaced by.
  const first = start + Math.max(0, token.slice(start).search(/[a-z0-9]/i))
  return lookalike(wrongAtLast(lookalike, token), first, first + 1)
}

export const many = (attempt: () => Attempt): readonly Attempt[] => Array.from({ length: candidates }, attempt)

/** Signed with a shared key (RFC 7518 §3.2), by the look of it. */
export const isHmacJws = (token: string): boolean => /^HS\d/.test(algorithmOf(token) ?? '')

/** The algorithm that a JWS names (RFC 7515 §7.1); undefined for other credentials. */
export function algorithmOf(token: string): string | undefined {
  const [header, payload, signature, ...more] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined || more.length > 0) return undefined
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))
    return typeof alg === 'string' ? alg : undefined
  } catch {
    return undefined
  }
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
