import type { User } from '../issuer/users.ts'

/** What a user allowed a client. A code, access tokens and a family of refresh tokens are issued for it. */
export interface Authorization {
  readonly id: string
  readonly clientId: string
  readonly user: Pick<User, 'sub' | 'claims'>
  readonly scopes: readonly string[]
  /** The audiences that tokens may be issued for. Empty: the default audience. */
  readonly audiences: readonly string[]
  /** When the user signed in, in seconds since the epoch. */
  readonly authTime?: number
  readonly acr?: string
  /** The `sid` of the session at the issuer. */
  readonly sid?: string
}
