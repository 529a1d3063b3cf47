import type { Client } from '../clients/clients.ts'
import type { Call } from '../http/call.ts'
import type { Form } from '../http/form.ts'
import type { Settings } from '../settings.ts'
import type { TokenResponse } from '../tokens/issue.ts'

export interface GrantRequest {
  readonly call: Call
  /** Already authenticated. */
  readonly client: Client
  readonly form: Form
  /** The key that the request proved to hold (RFC 9449), by its thumbprint. */
  readonly dpop?: { readonly jkt: string }
}

/** Turns the parameters of one grant type into tokens, or throws a Refusal. */
export interface Grant {
  readonly grantType: string
  /** Whether an issuer with these settings offers it. Default: always. */
  readonly offered?: (settings: Settings) => boolean
  run(request: GrantRequest): Promise<TokenResponse>
}
