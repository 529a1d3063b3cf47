import type { Refusal } from '../../errors.ts'
import type { Call } from '../../http/call.ts'

/** An error as the backend API of Clerk words it. */
export interface ClerkError {
  readonly code: string
  readonly message: string
  readonly long_message: string
}

export const noKey: ClerkError = {
  code: 'authorization_header_format_invalid',
  message: 'Invalid Authorization header format',
  long_message: "Invalid Authorization header format. Must be 'Bearer <YOUR_API_KEY>'",
}

export const wrongKey: ClerkError = {
  code: 'clerk_key_invalid',
  message: 'The provided Clerk Secret Key is invalid.',
  long_message: 'The provided Clerk Secret Key is invalid. Here every key that starts with sk_ is right.',
}

export const noUser = (id: string): ClerkError => ({
  code: 'resource_not_found',
  message: 'not found',
  long_message: `No user was found with id ${id}`,
})

export const answerError = ({ draft, respond }: Call, status: number, error: ClerkError): Response => {
  draft.decision = 'refused'
  draft.why ??= error.code
  return respond(JSON.stringify({ errors: [error] }), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}

/** What else is refused, such as by a fault of ours. */
export const refuseAsClerk = (call: Call, { status, code, message }: Refusal): Response =>
  answerError(call, status, { code, message, long_message: message })
