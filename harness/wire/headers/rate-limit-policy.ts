import { createRequire } from 'node:module'
import { fieldValue } from './retry-after.ts'

// Loaded where it is used: reading the catalogue must not wait for it.
const load = createRequire(import.meta.url)

type Fields = readonly (readonly [name: string, value: string])[]

/** So many requests in each window. */
export interface RequestPolicy {
  readonly requests: number
  readonly windowMs: number
}

/**
 * The slowest policy of RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers): `"name";q=20;w=60`, or `20;w=60` of
 * earlier drafts. Undefined without a readable one.
 */
export function readPolicy(fields: Fields): RequestPolicy | undefined {
  const value = fieldValue(fields, 'ratelimit-policy')
  if (value === undefined) return undefined
  const { parseList }: typeof import('structured-headers') = load('structured-headers')
  try {
    const policies = parseList(value).flatMap(([item, parameters]): RequestPolicy[] => {
      const [requests, seconds] = [typeof item === 'number' ? item : parameters.get('q'), parameters.get('w')]
      return isCount(requests) && isCount(seconds) ? [{ requests, windowMs: seconds * 1000 }] : []
    })
    return policies.toSorted((left, right) => right.windowMs / right.requests - left.windowMs / left.requests)[0]
  } catch {
    return undefined
  }
}

const isCount = (value: unknown): value is number => typeof value === 'number' && value > 0
