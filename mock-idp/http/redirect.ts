import type { Call } from './call.ts'

/** Sends the browser on, by 303, so that it repeats no POST of a page, password included, there (RFC 9700 §4.12). */
export const redirect = ({ respond }: Pick<Call, 'respond'>, location: string, setCookie?: string): Response =>
  respond(null, {
    status: 303,
    headers: {
      Location: location,
      'Cache-Control': 'no-store',
      // Without it node sends that there is no body in a packet of its own.
      'Content-Length': '0',
      ...(setCookie !== undefined && { 'Set-Cookie': setCookie }),
    },
  })
