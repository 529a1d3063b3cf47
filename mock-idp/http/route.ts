import type { OAuthError } from '../errors.ts'
import type { Call, Endpoint } from './call.ts'

export interface Route {
  /** The name in faults and in the journal. */
  readonly endpoint: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Relative to the path of the issuer. */
  readonly path: string
  readonly handle: Endpoint
  /** Whether pages of any origin may read the response. */
  readonly cors?: true
  /** Successful requests are not in the journal, because the dashboard, which shows it, sends them. */
  readonly unrecorded?: true
  /** Renders an error. Default: the JSON of RFC 6749 §5.2. */
  readonly renderError?: (call: Call, error: OAuthError) => Response | Promise<Response>
}
