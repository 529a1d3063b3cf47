import { hash, randomBytes } from 'node:crypto'

/** A fresh code, refresh token or other reference: 256 bits (RFC 6749 §10.10 asks for at least 128). */
export const createReference = (): string => randomBytes(32).toString('base64url')

/** What the store knows a reference by, so that reading the store gives nobody a token. */
export const referenceKey = (kind: string, reference: string): string =>
  `${kind}:${hash('sha256', reference, 'base64url')}`
