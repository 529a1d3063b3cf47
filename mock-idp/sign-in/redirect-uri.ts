import type { Client } from '../clients/clients.ts'

/** A URI on a loopback address. The groups are the parts before and after the port. */
const loopback = /^(https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]))(?::\d{1,5})?([/?][\x21-\x7e]*)?$/

/** Whether a redirect URI is registered: compared exactly (RFC 9700 §2.1), except for the port of a loopback address (RFC 8252 §7.3). */
export const isRegisteredRedirect = (
  { redirectUris = [], anyLoopbackRedirect = false }: Pick<Client, 'redirectUris' | 'anyLoopbackRedirect'>,
  requested: string,
): boolean => {
  if (redirectUris.includes(requested)) return true
  if (!loopback.test(requested) || !URL.canParse(requested) || requested.includes('#')) return false
  return (
    anyLoopbackRedirect || redirectUris.some((uri) => loopback.test(uri) && withoutPort(uri) === withoutPort(requested))
  )
}

const withoutPort = (uri: string): string => uri.replace(loopback, '$1$2')
