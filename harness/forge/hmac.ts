import { createHmac } from 'node:crypto'
import type { HmacAlgorithm } from '../model/forgery.ts'
import { encode, type Json } from './parts.ts'

/** The MAC of a signing input (RFC 7518 §3.2), under a secret of any length. */
export const macOf = (alg: HmacAlgorithm, secret: string | Uint8Array, input: string): Buffer =>
  createHmac(`sha${alg.slice(2)}`, secret)
    .update(input)
    .digest()

/** A token with a MAC under a secret of any length, the empty one included, which libraries reject. */
export function hmacToken(
  alg: HmacAlgorithm,
  secret: string | Uint8Array,
  payload: string,
  header: Json = { typ: 'JWT' },
): string {
  const input = `${encode({ alg, ...header })}.${payload}`
  return `${input}.${encode(macOf(alg, secret, input))}`
}
