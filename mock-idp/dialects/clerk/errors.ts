import type { OAuthError } from '../../errors.ts'
import type { Call } from '../../http/call.ts'

/** An error of the backend API of Clerk. */
export interface ClerkError {
  readonly code: string
  readonly message: string
  readonly long_message: string
}

export const missingKey: ClerkError = {
  code: 'authorization_header_format_invalid',
  message: 'Invalid Authorization header format',
  long_message: "Invalid Authorization header format. Must be 'Bearer <YOUR_API_KEY>'",
}

export const invalidKey: ClerkError = {
  code: 'clerk_key_invalid',
  message: 'The provided Clerk Secret Key is invalid.',
  long_message: 'The provided Clerk Secret Key is invalid. This mock accepts every key that starts with sk_.',
}

export const unknownUser = (id: string): ClerkError => ({
  code: 'resource_not_found',
  message: 'not found',
  long_message: `No user was found with id ${id}`,
})

export const answerError = ({ draft, respond }: Call, status: number, error: ClerkError): Response => {
  draft.decision = 'rejected'
  draft.reason ??= error.code
  return respond(JSON.stringify({ errors: [error] }), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}

/** Any other error, such as an internal error. */
export const clerkErrorResponse = (call: Call, { status, code, message }: OAuthError): Response =>
  answerError(call, status, { code, message, long_message: message })
