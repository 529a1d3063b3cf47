import type { Client } from '../clients.ts'
import type { Form } from '../form.ts'
import type { Provider } from '../provider.ts'

/** A successful token response (RFC 6749 §5.1). */
export interface TokenResponse {
  readonly access_token: string
  readonly token_type: 'Bearer'
  /** Seconds. */
  readonly expires_in: number
  readonly scope?: string
}

export interface GrantRequest {
  readonly provider: Provider
  /** Already authenticated. */
  readonly client: Client
  readonly form: Form
}

/** Turns the parameters of one grant type into tokens, or throws a Refusal. */
export type Grant = (request: GrantRequest) => Promise<TokenResponse>
