import { OAuthError } from '../../errors.ts'
import type { Client } from '../clients.ts'

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether a URI is http or https, without user info and fragment. */
export const isWebUri = (uri: string): boolean => {
  const url = URL.parse(uri)
  return (
    url !== null && /^https?:$/.test(url.protocol) && !uri.includes('#') && url.username === '' && url.password === ''
  )
}

/**
 * Whether a client may register the redirect URI: https, http on a loopback address (RFC 8252 §7.3), or a private-use
 * scheme that is based on a domain name (RFC 8252 §7.1); never with a fragment (RFC 6749 §3.1.2).
 */
const isRegistrableUri = (uri: string): boolean => {
  const url = URL.parse(uri)
  if (url === null || uri.includes('#')) return false
  if (url.protocol === 'http:') return loopback.test(url.hostname) && isWebUri(uri)
  return url.protocol === 'https:' ? isWebUri(uri) : url.protocol.includes('.')
}

/** @throws {OAuthError} `invalid_redirect_uri` (RFC 7591 §3.2.2) */
export const checkRedirectUris = ({
  grantTypes = [],
  redirectUris = [],
  postLogoutRedirectUris = [],
}: Pick<Client, 'grantTypes' | 'redirectUris' | 'postLogoutRedirectUris'>): void => {
  if (grantTypes.includes('authorization_code') && redirectUris.length === 0) {
    throw invalidRedirectUri('redirect_uris is missing; the grant type authorization_code needs one.')
  }
  const bad = [...redirectUris, ...postLogoutRedirectUris].find((uri) => !isRegistrableUri(uri))
  if (bad === undefined) return
  throw invalidRedirectUri(
    'A redirect URI must use https, http on a loopback address, or a scheme with a dot, and must not have a fragment.',
    `requested ${JSON.stringify(bad.slice(0, 200))}`,
  )
}

const invalidRedirectUri = (description: string, detail = description): OAuthError =>
  new OAuthError(400, 'invalid_redirect_uri', { description, detail })
