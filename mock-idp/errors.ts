/** The code of every error that the mock IdP throws at its user, and what it means. */
export const idpErrorTable = {
  OPTIONS: 'An option of the mock IdP, such as its issuer or a key, is not valid.',
  UNKNOWN_ALG: 'A token was requested with an algorithm that is unknown or for which this issuer has no key.',
  UNKNOWN_KEY: 'This issuer has no key with the requested kid.',
  KEY_MISMATCH: 'The named key cannot sign with the named algorithm.',
  UNMINTABLE: 'The claims or the header of a recipe cannot be serialized as JSON.',
  PORT_TAKEN: 'The port to listen on is in use.',
  CANNOT_LISTEN: 'The mock IdP cannot listen on the address.',
  UNREACHABLE: 'No mock IdP answers at the URL, or it does not answer in time.',
  STORE_UNREACHABLE: 'The store for codes, sessions and keys does not answer.',
  CONTROL_REJECTED: 'The mock IdP answers, but its control API is off or rejects the request.',
} as const satisfies Record<string, string>

export type IdpErrorCode = keyof typeof idpErrorTable

export const isIdpErrorCode = (code: unknown): code is IdpErrorCode =>
  typeof code === 'string' && Object.hasOwn(idpErrorTable, code)

/** An error of the mock IdP. The message says what to do; it never contains a secret or a private key. */
export class IdpError extends Error {
  readonly code: IdpErrorCode

  constructor(code: IdpErrorCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options)
    this.name = 'IdpError'
    this.code = code
  }
}

/** Error codes of OAuth, OpenID Connect and their extensions, and of HTTP itself. */
export type OAuthErrorCode =
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

interface ErrorContent {
  /** Sent as `error_description`: ASCII without `"` and `\` (RFC 6749 §5.2). */
  readonly description: string
  /** For the journal and the log of the mock IdP; never sent. Default: the description. */
  readonly detail?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * An error response. It has two texts: the description, which the client is sent, and the detail, which is only for the
 * journal and the log.
 */
export class OAuthError extends Error {
  readonly status: number
  readonly code: OAuthErrorCode
  readonly detail: string
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: OAuthErrorCode, { description, detail = description, headers = {} }: ErrorContent) {
    super(description)
    this.name = 'OAuthError'
    this.status = status
    this.code = code
    this.detail = detail
    this.headers = headers
  }

  /** The error response of RFC 6749 §5.2. */
  toResponse(): Response {
    const body = { error: this.code, error_description: this.message }
    return Response.json(body, { status: this.status, headers: { 'Cache-Control': 'no-store', ...this.headers } })
  }
}

export const invalidRequest = (description: string, detail?: string): OAuthError =>
  new OAuthError(400, 'invalid_request', detail === undefined ? { description } : { description, detail })
