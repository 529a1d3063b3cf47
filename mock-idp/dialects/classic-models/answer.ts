import type { Call } from '../../http/call.ts'

export const answer = (
  { respond }: Call,
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  respond(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  })
