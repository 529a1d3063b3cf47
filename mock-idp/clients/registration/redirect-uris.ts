import { Refusal } from '../../errors.ts'
import type { Client } from '../clients.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** An http or https URI without a fragment. */
export const isWebUri = (uri: string): boolean => {
  const url = URL.parse(uri)
  return (
    url !== null && /^https?:$/.test(url.protocol) && !uri.includes('#') && url.username === '' && url.password === ''
  )
}

/**
 * Whether a client may register the URI to be sent to: https, http on a loopback address (RFC 8252 §7.3), or a scheme of
 * its own that looks like a domain name (RFC 8252 §7.1); never with a fragment (RFC 6749 §3.1.2).
 */
export const isRegistrableUri = (uri: string): boolean => {
  const url = URL.parse(uri)
  if (url === null || uri.includes('#')) return false
  if (url.protocol === 'http:') return loopback.test(url.hostname) && isWebUri(uri)
  return url.protocol === 'https:' ? isWebUri(uri) : url.protocol.includes('.')
}

/** @throws {Refusal} `invalid_redirect_uri` (RFC 7591 §3.2.2) */
export const checkRedirectUris = ({
  grantTypes = [],
  redirectUris = [],
  postLogoutRedirectUris = [],
}: Pick<Client, 'grantTypes' | 'redirectUris' | 'postLogoutRedirectUris'>): void => {
  if (grantTypes.includes('authorization_code') && redirectUris.length === 0) {
    throw invalidRedirectUri('redirect_uris is missing; authorization_code needs one.')
  }
  const bad = [...redirectUris, ...postLogoutRedirectUris].find((uri) => !isRegistrableUri(uri))
  if (bad === undefined) return
  throw invalidRedirectUri(
    'A redirect URI must be https, http on a loopback address, or of a scheme with a dot, and have no fragment.',
    `asked for ${JSON.stringify(bad.slice(0, 200))}`,
  )
}

const invalidRedirectUri = (description: string, detail = description): Refusal =>
  new Refusal(400, 'invalid_redirect_uri', { description, detail })
