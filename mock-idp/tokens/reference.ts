import { hash, randomFillSync } from 'node:crypto'

/** A fresh code, refresh token or other reference: 256 bits (RFC 6749 §10.10 asks for at least 128). */
export const createReference = (): string => {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const reference = pool.toString('base64url', used, used + bytes)
  // Nothing that was handed out stays in the pool.
  pool.fill(0, used, used + bytes)
  used += bytes
  return reference
}

const bytes = 32
// Asking for randomness costs the same for one reference as for many.
const pool = Buffer.alloc(128 * bytes)
let used = pool.length

/** What the store knows a reference by, so that reading the store gives nobody a token. */
export const referenceKey = (kind: string, reference: string): string =>
  `${kind}:${hash('sha256', reference, 'base64url')}`
