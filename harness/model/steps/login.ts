import type { RequestStep } from './index.ts'

/** Steps at the login endpoints that the configuration declares (`login`). Types only. */

export type LoginStep = LogInStep | RefreshLoginStep | LogOutStep

/** How a login differs from the correct one. */
export interface LoginOptions extends RequestForm {
  readonly username?: unknown
  readonly password?: unknown
  readonly leaveOut?: 'username' | 'password'
}

interface RequestForm {
  /** Sends the members in the query instead of the body. */
  readonly inQuery?: 'GET' | 'POST'
  /** The whole body, as it stands. */
  readonly body?: string
}

/**
 * Logs in. Gives `access`, `refresh` and `idToken`; `refreshJwt`: the refresh token, where it is a JWT; and `lifetime`:
 * milliseconds until the access token expires, where it is known.
 */
export type LogInStep = RequestStep<{ readonly do: 'log-in' } & LoginOptions>

/**
 * Refreshes with this value as the refresh token, or with none at all. Gives what `log-in` gives, and `rotated`: the
 * refresh token of the answer, where it is not the one that was used.
 */
export type RefreshLoginStep = RequestStep<{ readonly do: 'refresh-login'; readonly token?: unknown } & RequestForm>

/** Ends the session of a login step, by its name. */
export type LogOutStep = RequestStep<{ readonly do: 'log-out'; readonly session: string }>
