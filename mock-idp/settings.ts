import type { ClaimsRule } from './issuer/claims-rules.ts'

/** How an issuer behaves. Settings can be changed while it runs. */
export interface Settings {
  /** `at+jwt`: RFC 9068. `jwt`: a JWT with `typ: JWT`. `opaque`: a random string, for introspection (RFC 7662). */
  readonly accessTokens: 'at+jwt' | 'jwt' | 'opaque'
  /** The `aud` of access tokens if neither the request nor the client names one. Default: the issuer. */
  readonly audience?: string | readonly string[]
  readonly lifetimes: Lifetimes
  /** `page`: a page lets the user choose. `automatic`: the user of `login_hint`, or else the first one, is signed in at once. */
  readonly signIn: 'page' | 'automatic'
  /** Whether the sign-in page asks for a user name and a password. */
  readonly passwords: boolean
  /** Whether the consent page is shown even without `prompt=consent`. */
  readonly consent: boolean
  /** `S256`: PKCE with S256 is required. `plain`: plain is accepted, too. `optional`: requests without PKCE are accepted, too. */
  readonly pkce: 'S256' | 'plain' | 'optional'
  /** Whether a used refresh token is replaced by a new one (RFC 9700 §2.2.2). */
  readonly rotateRefreshTokens: boolean
  /** Whether the password grant is offered. RFC 9700 §2.4 forbids it. */
  readonly passwordGrant: boolean
  /** Accepts every client_id with any secret. */
  readonly permissive: boolean
  /** Requires a nonce in DPoP proofs (RFC 9449 §8). */
  readonly dpopNonce: boolean
  readonly claims: readonly ClaimsRule[]
}

/** All in seconds. */
export interface Lifetimes {
  readonly accessToken: number
  readonly idToken: number
  readonly refreshToken: number
  readonly code: number
  readonly deviceCode: number
  readonly session: number
}

export const defaultSettings: Settings = {
  accessTokens: 'at+jwt',
  lifetimes: {
    accessToken: 300,
    idToken: 300,
    refreshToken: 30 * 24 * 3600,
    code: 60,
    deviceCode: 600,
    session: 8 * 3600,
  },
  signIn: 'page',
  passwords: false,
  consent: false,
  pkce: 'S256',
  rotateRefreshTokens: true,
  passwordGrant: false,
  permissive: false,
  dpopNonce: false,
  claims: [],
}

/** Settings to change. All others stay as they are. */
export type SettingsChange = Partial<Omit<Settings, 'lifetimes'>> & { readonly lifetimes?: Partial<Lifetimes> }

export const changeSettings = (settings: Settings, change: SettingsChange): Settings => ({
  ...settings,
  ...change,
  lifetimes: { ...settings.lifetimes, ...change.lifetimes },
})
