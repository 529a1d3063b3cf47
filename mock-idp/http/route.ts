import type { Refusal } from '../errors.ts'
import type { Call, Endpoint } from './call.ts'

export interface Route {
  /** What faults and the journal call it. */
  readonly endpoint: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the path of the issuer. */
  readonly path: string
  readonly handle: Endpoint
  /** Whether pages of any origin may read the answer. */
  readonly cors?: true
  /** Not in the journal when all is well, where looking at the journal would fill it. */
  readonly unrecorded?: true
  /** How a refusal is shown. Default: the JSON of RFC 6749 §5.2. */
  readonly refuse?: (call: Call, refusal: Refusal) => Response | Promise<Response>
}
