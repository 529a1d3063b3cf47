import type { Call } from './call.ts'

/** Redirects with 303, so that the browser does not send the POST of a page, with its password, again (RFC 9700 §4.12). */
export const redirect = ({ respond }: Pick<Call, 'respond'>, location: string, setCookie?: string): Response =>
  respond(null, {
    status: 303,
    headers: {
      Location: location,
      'Cache-Control': 'no-store',
      // Without it, Node.js sends the end of the empty chunked body in a separate packet.
      'Content-Length': '0',
      ...(setCookie !== undefined && { 'Set-Cookie': setCookie }),
    },
  })
