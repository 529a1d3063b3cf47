import type { Client } from '../clients.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

const isLoopback = (url: URL): boolean => /^https?:$/.test(url.protocol) && loopback.test(url.hostname)

/** Whether an answer may be sent there: compared exactly (RFC 9700 §2.1), but for the port of a loopback address (RFC 8252 §7.3). */
export const isRegisteredRedirect = (
  { redirectUris = [], anyLoopbackRedirect = false }: Pick<Client, 'redirectUris' | 'anyLoopbackRedirect'>,
  asked: string,
): boolean => {
  if (redirectUris.includes(asked)) return true
  const url = URL.parse(asked)
  if (url === null || !isLoopback(url) || url.username !== '' || asked.includes('#')) return false
  return anyLoopbackRedirect || redirectUris.some((uri) => isSameButPort(uri, url))
}

const isSameButPort = (registered: string, asked: URL): boolean => {
  const url = URL.parse(registered)
  if (url === null || !isLoopback(url)) return false
  url.port = asked.port
  return url.href === asked.href
}
