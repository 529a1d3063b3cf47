import type { Call } from './call.ts'

/** A cookie of an issuer (RFC 6265). Issuers below each other share a path, so the name contains the tenant. */
export interface Cookie {
  read(call: Call): string | undefined
  /** The Set-Cookie field that sets the cookie for this browser session; without a value, the one that deletes it. */
  write(call: Call, value: string | undefined): string
}

export const defineCookie = (name: string): Cookie => {
  const nameFor = ({ tenant }: Call) => `idp_${name}${tenant.name && `_${tenant.name}`}`
  return {
    read: (call) => {
      const start = `${nameFor(call)}=`
      const pairs = call.request.headers.get('cookie')?.split(/; */) ?? []
      return pairs.find((pair) => pair.startsWith(start))?.slice(start.length)
    },
    write: (call, value) => {
      const secure = call.urls.origin.startsWith('https:') ? '; Secure' : ''
      const expiry = value === undefined ? '; Max-Age=0' : ''
      return `${nameFor(call)}=${value ?? ''}; Path=${call.urls.prefix || '/'}; HttpOnly; SameSite=Lax${secure}${expiry}`
    },
  }
}
