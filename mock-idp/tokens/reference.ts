import { hash, randomFillSync } from 'node:crypto'

/** A random code, refresh token or other reference with 256 bits (RFC 6749 §10.10 requires at least 128). */
export const createReference = (): string => {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const reference = pool.toString('base64url', used, used + bytes)
  // Used bytes do not stay in memory.
  pool.fill(0, used, used + bytes)
  used += bytes
  return reference
}

const bytes = 32
// Random bytes for many references take as long as those for one.
const pool = Buffer.alloc(128 * bytes)
let used = pool.length

/** The key of a reference in the store: a hash, so that read access to the store gives no tokens. */
export const referenceKey = (kind: string, reference: string): string =>
  `${kind}:${hash('sha256', reference, 'base64url')}`
