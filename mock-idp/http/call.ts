import type { IssuerUrls } from '../endpoints.ts'
import type { Tenant } from '../issuer/tenant.ts'
import type { Respond } from './respond.ts'

/** One request, while it is answered: what handlers work with. */
export interface Call {
  readonly request: Request
  /** The name of the endpoint, as in faults and in the journal. */
  readonly endpoint: string
  readonly tenant: Tenant
  readonly urls: IssuerUrls
  /** The path parameters, such as an id. */
  readonly params: Readonly<Record<string, string>>
  readonly respond: Respond
  /** The journal entry of this request. Handlers fill it in as they find out more. */
  readonly draft: JournalDraft
}

interface JournalDraft {
  client?: string
  user?: string
  /** Such as `issued` or `rejected`. Default: by status. */
  decision?: string
  reason?: string
  fault?: string
  /** Names of the credentials that a request for a public document carried. */
  credentials?: readonly string[]
  /** Parameters; the values of those that may be secret are masked. */
  parameters?: Record<string, string>
}

export type Endpoint = (call: Call) => Response | Promise<Response>
