import type { ClaimsRule } from './issuer/claims-rules.ts'

/** How an issuer behaves; can be changed while it runs. */
export interface Settings {
  /** `at+jwt` is RFC 9068; `jwt` has `typ: JWT`; `opaque` is a reference for introspection (RFC 7662). */
  readonly accessTokens: 'at+jwt' | 'jwt' | 'opaque'
  /** The `aud` of access tokens when neither request nor client names one. Default: the issuer. */
  readonly audience?: string | readonly string[]
  readonly lifetimes: Lifetimes
  /** `page` shows who can sign in; `automatic` signs in the user of `login_hint`, or the first one, at once. */
  readonly signIn: 'page' | 'automatic'
  /** Whether signing in asks for a password. */
  readonly passwords: boolean
  /** Whether the consent page is shown without `prompt=consent`. */
  readonly consent: boolean
  /** `S256` requires PKCE with it; `plain` also takes that; `optional` also takes requests without PKCE. */
  readonly pkce: 'S256' | 'plain' | 'optional'
  /** Whether a used refresh token is replaced by a new one (RFC 9700 §2.2.2). */
  readonly rotateRefreshTokens: boolean
  /** Whether the password grant, which RFC 9700 §2.4 forbids, is offered. */
  readonly passwordGrant: boolean
  /** Takes every client_id, whatever its secret. */
  readonly permissive: boolean
  /** Demands a nonce in DPoP proofs (RFC 9449 §8). */
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

/** Some settings; what is left out stays as it is. */
export type SettingsChange = Partial<Omit<Settings, 'lifetimes'>> & { readonly lifetimes?: Partial<Lifetimes> }

export const changeSettings = (settings: Settings, change: SettingsChange): Settings => ({
  ...settings,
  ...change,
  lifetimes: { ...settings.lifetimes, ...change.lifetimes },
})
