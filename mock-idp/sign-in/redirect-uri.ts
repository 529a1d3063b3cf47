import type { Client } from '../clients/clients.ts'

/** An address on a loopback interface: what is before the port, and what is behind it. */
const loopback = /^(https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]))(?::\d{1,5})?([/?][\x21-\x7e]*)?$/

/** Whether an answer may be sent there: compared exactly (RFC 9700 §2.1), but for the port of a loopback address (RFC 8252 §7.3). */
export const isRegisteredRedirect = (
  { redirectUris = [], anyLoopbackRedirect = false }: Pick<Client, 'redirectUris' | 'anyLoopbackRedirect'>,
  asked: string,
): boolean => {
  if (redirectUris.includes(asked)) return true
  if (!loopback.test(asked) || !URL.canParse(asked) || asked.includes('#')) return false
  return (
    anyLoopbackRedirect || redirectUris.some((uri) => loopback.test(uri) && withoutPort(uri) === withoutPort(asked))
  )
}

const withoutPort = (uri: string): string => uri.replace(loopback, '$1$2')
