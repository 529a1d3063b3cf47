import { createHmac } from 'node:crypto'
import { encode, type Json } from './parts.ts'

/** The algorithms of RFC 7518 §3.2. */
export const hmacAlgorithms = ['HS256', 'HS384', 'HS512'] as const
export type HmacAlgorithm = (typeof hmacAlgorithms)[number]

/** A token with a MAC under a secret of any length, the empty one included (libraries refuse those). */
export function hmacToken(
  alg: HmacAlgorithm,
  secret: string | Uint8Array,
  payload: string,
  header: Json = { typ: 'JWT' },
): string {
  const input = `${encode({ alg, ...header })}.${payload}`
  return `${input}.${createHmac(`sha${alg.slice(2)}`, secret)
    .update(input)
    .digest('base64url')}`
}
