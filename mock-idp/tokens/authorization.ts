import type { User } from '../issuer/users.ts'

/** What somebody allowed a client: behind a code, its access tokens and its family of refresh tokens. */
export interface Authorization {
  readonly id: string
  readonly clientId: string
  readonly user: Pick<User, 'sub' | 'claims'>
  readonly scopes: readonly string[]
  /** The resources and audiences that tokens may be for. Empty: the default. */
  readonly audiences: readonly string[]
  /** When the user signed in, in seconds since the epoch. */
  readonly authTime?: number
  readonly acr?: string
  /** Of the session at the issuer. */
  readonly sid?: string
}
