/** Every error of the mock IdP that a program meets, and what it means. */
export const idpErrorTable = {
  OPTIONS: 'An option of the mock IdP, such as its issuer or a key, cannot be used.',
  UNKNOWN_ALG: 'A token was asked for with an algorithm that is unknown, or for which this issuer has no key.',
  UNKNOWN_KEY: 'A kid was named that this issuer never published.',
  KEY_MISMATCH: 'The named key cannot sign with the named algorithm.',
  UNMINTABLE: 'The claims or header of a recipe cannot be written as JSON.',
  PORT_TAKEN: 'The port to listen on is in use.',
  CANNOT_LISTEN: 'The address to listen on cannot be used.',
  UNREACHABLE: 'No mock IdP answers at the given URL, or not in time.',
  STORE_UNREACHABLE: 'The store given for codes, sessions and keys does not answer.',
  CONTROL_REFUSED: 'The mock IdP answers, but its control API is off or refuses the request.',
} as const satisfies Record<string, string>

export type IdpErrorCode = keyof typeof idpErrorTable

export const isIdpErrorCode = (code: unknown): code is IdpErrorCode =>
  typeof code === 'string' && Object.hasOwn(idpErrorTable, code)

/** An error of the mock IdP itself; its message says what to do. Never carries a secret or a private key. */
export class IdpError extends Error {
  readonly code: IdpErrorCode

  constructor(code: IdpErrorCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options)
    this.name = 'IdpError'
    this.code = code
  }
}

/** Error codes of OAuth, OpenID Connect and their extensions, and of HTTP itself. */
export type RefusalCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_token_type'
  | 'access_denied'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'login_required'
  | 'interaction_required'
  | 'consent_required'
  | 'account_selection_required'
  | 'request_not_supported'
  | 'invalid_request_uri'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'not_found'

interface RefusalText {
  /** Sent as `error_description`: ASCII without `"` and `\` (RFC 6749 §5.2). */
  readonly description: string
  /** For whoever runs the mock; never sent. */
  readonly detail?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer that refuses a request: what the client is told, and apart from it what really was wrong. */
export class Refusal extends Error {
  readonly status: number
  readonly code: RefusalCode
  readonly detail: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: RefusalCode, { description, detail = description, headers = {} }: RefusalText) {
    super(description)
    this.name = 'Refusal'
    this.status = status
    this.code = code
    this.detail = detail
    this.headers = headers
  }

  /** The error answer of RFC 6749 §5.2. */
  toResponse(): Response {
    const body = { error: this.code, error_description: this.message }
    return Response.json(body, { status: this.status, headers: { 'Cache-Control': 'no-store', ...this.headers } })
  }
}

export const invalidRequest = (description: string, detail?: string): Refusal =>
  new Refusal(400, 'invalid_request', detail === undefined ? { description } : { description, detail })
