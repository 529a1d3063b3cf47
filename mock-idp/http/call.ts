import type { Site } from '../endpoints.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { Respond } from './respond.ts'

/** One request being answered. */
export interface Call {
  readonly request: Request
  /** The name of the endpoint. */
  readonly endpoint: string
  readonly tenant: Tenant
  readonly site: Site
  /** What the path of the endpoint left open, such as an id. */
  readonly params: Readonly<Record<string, string>>
  readonly respond: Respond
  /** What the journal will say of it. Endpoints write into it as they learn. */
  readonly draft: Draft
}

export interface Draft {
  client?: string
  user?: string
  /** Such as `issued` or `refused`. Default: by status. */
  decision?: string
  why?: string
  fault?: string
  /** Names of credentials that came with a request for a document. */
  credentials?: readonly string[]
  /** Harmless parameters. */
  parameters?: Record<string, string>
}

export type Endpoint = (call: Call) => Response | Promise<Response>
