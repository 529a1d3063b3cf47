import type { JwkSet } from '../keys/jwk.ts'

/** A way to misbehave, at one endpoint or at all, for some requests or until cleared. */
export interface Fault {
  readonly id: string
  /** The name of an endpoint, such as `token` or `jwks`, or `*` for all. */
  readonly endpoint: string
  readonly kind: FaultKindName
  /** For how many more requests. Absent: until cleared. */
  readonly times?: number
  /** `status`: what to answer, 100 apart from 200 to 599. Default: 503. */
  readonly status?: number
  /** `status`, `content-type`: the body. */
  readonly body?: string
  /**
   * `delay`: milliseconds before the answer; `stall`: before the connection is dropped (default: never); `huge-body`:
   * between pieces of 64 KiB (default: none).
   */
  readonly ms?: number
  /** `truncate`: how many bytes arrive (default: half); `huge-body`: how many are sent (default: 16 MiB). */
  readonly bytes?: number
  /** `huge-body`: compressed on the way, some thousand bytes to one (RFC 9110 §8.4.1.3). `bytes` are those of the content. */
  readonly gzip?: true
  /** `redirect`: where to. Default: the same URL, forever. */
  readonly location?: string
  /** `content-type`: what to claim. Default: `text/html`. */
  readonly contentType?: string
  /** `wrong-issuer`: what the metadata claims. Default: the issuer with `.invalid` behind its host. */
  readonly issuer?: string
}

export const faultKindNames = [
  'status',
  'delay',
  'stall',
  'drop',
  'truncate',
  'content-type',
  'bad-json',
  'huge-body',
  'redirect',
  'stale-jwks',
  'empty-jwks',
  'wrong-issuer',
] as const

export type FaultKindName = (typeof faultKindNames)[number]

export type FaultRecipe = Omit<Fault, 'id' | 'endpoint'> & {
  readonly endpoint?: string
}

/** A fault, and for `stale-jwks` the JWK Set at the time when it was set. */
export type ActiveFault = Fault & { readonly jwks?: JwkSet }
