import { claimsOf, headerOf } from '../forge/tamper.ts'

/** A JWT, read but not verified. */
export interface ReadJwt {
  readonly token: string
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

/** Undefined for what is no signed JWT, such as an opaque token. */
export function readJwt(token: unknown): ReadJwt | undefined {
  if (typeof token !== 'string' || token.split('.').length !== 3) return undefined
  try {
    const [header, claims] = [headerOf(token), claimsOf(token)]
    const objects = [header, claims].every((part) => typeof part === 'object' && part !== null)
    return objects ? { token, header, claims } : undefined
  } catch {
    return undefined
  }
}

/** The values of a claim as a list: `aud` is a text or several (RFC 7519 §4.1.3). */
export const listOf = (claim: unknown): readonly unknown[] => (Array.isArray(claim) ? claim : [claim])
