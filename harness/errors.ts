/**
 * Every error that ends a command, with the exit code it leads to and what the user can do next.
 * `docs/errors.md` is generated from this table.
 */
export const errorTable = {
  USAGE: { exit: 2, about: 'A flag or argument is wrong or missing.' },
  CONFIG: { exit: 2, about: 'The configuration file cannot be read or holds a wrong key or value.' },
  NOTHING_SELECTED: { exit: 2, about: 'No check was left to run, so nothing could be shown.' },
  NODE_TOO_OLD: { exit: 2, about: 'This Node.js is older than the oldest one that is supported.' },
  TARGET_UNREACHABLE: { exit: 3, about: 'The target did not answer, or not in HTTP/1.1, within its time.' },
  TARGET_EXITED: { exit: 3, about: 'The command that should start the target ended before it answered.' },
  CREDENTIAL_REFUSED: {
    exit: 3,
    about: 'The target rejected the valid credential, so another rejection would show nothing.',
  },
  WRONG_CREDENTIAL_ACCEPTED: { exit: 3, about: 'The target accepted an unknown credential, so it checks none.' },
  NO_ACCESS_TOKEN: {
    exit: 3,
    about: 'There is no access token to test with: the login, the authorization endpoint or --token-cmd gave none.',
  },
  NO_KEYS: { exit: 3, about: 'The public keys that --jwks-url or --jwks-file names could not be read.' },
  NO_ENGINE: { exit: 3, about: 'No container engine could start the target.' },
  PORT_TAKEN: { exit: 2, about: 'A port that we should listen on is in use.' },
  INTERNAL: { exit: 70, about: 'A fault of this program. Please report it.' },
  INTERRUPTED: { exit: 130, about: 'Stopped by a signal; what was known by then has been printed.' },
} as const satisfies Record<string, { exit: number; about: string }>

export type ErrorCode = keyof typeof errorTable

/** An error that says what happened, in one message for the user, and what to do next. Never carries a secret. */
export class ConformanceError extends Error {
  readonly code: ErrorCode
  readonly next: string | undefined

  constructor(code: ErrorCode, message: string, options: { next?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ConformanceError'
    this.code = code
    this.next = options.next
  }

  /** The documented exit code of the command that this error ends. */
  get exit(): number {
    return errorTable[this.code].exit
  }
}
