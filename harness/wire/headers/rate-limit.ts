import { createRequire } from 'node:module'
import { fieldValue } from './retry-after.ts'

// Loaded where it is used: reading the catalogue must not wait for it.
const load = createRequire(import.meta.url)

type Fields = readonly (readonly [name: string, value: string])[]

/** One item of RateLimit (draft-ietf-httpapi-ratelimit-headers). */
export interface ServiceLimit {
  readonly policy: string
  /** What is left, in the units of the policy; not negative. */
  readonly remaining: number
  /** Seconds until there is more, where the answer says it. */
  readonly resetSeconds?: number
}

/** What RateLimit says; undefined where it is missing, or no list of strings with integers `r` and `t` (RFC 9651 §3.1). */
export function readRateLimit(fields: Fields): readonly ServiceLimit[] | undefined {
  const value = fieldValue(fields, 'ratelimit')
  if (value === undefined) return undefined
  const { parseList }: typeof import('structured-headers') = load('structured-headers')
  try {
    return parseList(value).map(([policy, parameters]) => {
      const remaining = count(parameters.get('r'))
      const reset = parameters.get('t')
      if (typeof policy !== 'string' || remaining === undefined) throw new TypeError('no service limit')
      const resetSeconds = count(reset)
      if (reset !== undefined && resetSeconds === undefined) throw new TypeError('no time')
      return { policy, remaining, ...(resetSeconds !== undefined && { resetSeconds }) }
    })
  } catch {
    return undefined
  }
}

const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined
