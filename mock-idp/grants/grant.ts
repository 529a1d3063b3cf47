import type { Client } from '../clients/clients.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import type { Settings } from '../settings.ts'
import type { TokenResponse } from '../tokens/issue.ts'

interface GrantRequest {
  readonly call: Call
  /** Already authenticated. */
  readonly client: Client
  readonly form: Form
  /** The thumbprint of the key of the DPoP proof (RFC 9449). */
  readonly dpop?: { readonly jkt: string }
}

/** A grant type. */
export interface Grant {
  readonly grantType: string
  /** Whether an issuer with these settings supports it. Default: always. */
  readonly offered?: (settings: Settings) => boolean
  /** @throws {OAuthError} */
  run(request: GrantRequest): Promise<TokenResponse>
}
