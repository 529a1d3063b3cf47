import type { JwkSet } from '../keys/jwk.ts'

/** A misbehaviour at one endpoint or at all of them, for some requests or until it is cleared. */
export interface Fault {
  readonly id: string
  /** The name of an endpoint, such as `token` or `jwks`, or `*` for all. */
  readonly endpoint: string
  readonly kind: FaultKindName
  /** The number of requests that it still applies to. Absent: until it is cleared. */
  readonly times?: number
  /** `status`: the status code, 200 to 599. Default: 503. */
  readonly status?: number
  /** `status`, `content-type`: the body. */
  readonly body?: string
  /**
   * Milliseconds. `delay`: before the response (default: 1000). `stall`: before the connection is dropped (default:
   * 10 minutes). `huge-body`: between chunks of 64 KiB (default: 0).
   */
  readonly ms?: number
  /** `truncate`: how many bytes of the body are sent (default: half). `huge-body`: the size of the body (default: 16 MiB). */
  readonly bytes?: number
  /** `huge-body`: compressed with gzip, about 1000 to 1 (RFC 9110 §8.4.1.3). `bytes` is the size before compression. */
  readonly gzip?: true
  /** `redirect`: the target. Default: the URL of the request, an endless loop. */
  readonly location?: string
  /** `content-type`: the media type. Default: `text/html`. */
  readonly contentType?: string
  /** `wrong-issuer`: the `issuer` in the metadata. Default: the issuer with `.invalid` appended to its host. */
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
