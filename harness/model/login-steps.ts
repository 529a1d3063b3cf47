import type { RequestStep } from './steps.ts'

/** Steps at the login endpoints that the configuration declares (`login`). Types only. */

export type LoginStep = LogInStep | RefreshLoginStep | LogOutStep

/** How a request differs from the correct one. */
interface LoginOptions {
  /** Sends the members in the query instead of the body. */
  readonly inQuery?: 'GET' | 'POST'
  /** The whole body, as it stands. */
  readonly body?: string
}

/** Logs in; null as a member's value sends null, `leaveOut` sends none. Gives `access`, `refresh` and `idToken`. */
export type LogInStep = RequestStep<
  {
    readonly do: 'log-in'
    readonly username?: unknown
    readonly password?: unknown
    readonly leaveOut?: 'username' | 'password'
  } & LoginOptions
>

/** Refreshes with this value as the refresh token, or with none at all. Gives what `log-in` gives. */
export type RefreshLoginStep = RequestStep<{ readonly do: 'refresh-login'; readonly token?: unknown } & LoginOptions>

/** Ends the session of a login step, by its name. */
export type LogOutStep = RequestStep<{ readonly do: 'log-out'; readonly session: string }>
