import { sameSecret } from '../http/secret.ts'

/** A user of the issuer. */
export interface User {
  readonly sub: string
  /** The name to sign in with if passwords are on. Default: the `sub`. */
  readonly username?: string
  readonly password?: string
  /** Standard claims are released by scope (OpenID Connect Core §5.4), all others always. */
  readonly claims?: Readonly<Record<string, unknown>>
}

/** For development and tests only. */
export const defaultUsers: readonly User[] = [
  {
    sub: 'alice',
    password: 'alice',
    claims: {
      name: 'Alice Example',
      given_name: 'Alice',
      family_name: 'Example',
      email: 'alice@idp.example',
      email_verified: true,
    },
  },
  {
    sub: 'bob',
    password: 'bob',
    claims: {
      name: 'Bob Example',
      given_name: 'Bob',
      family_name: 'Example',
      email: 'bob@idp.example',
      email_verified: true,
    },
  },
]

export interface UserRegistry {
  list(): readonly User[]
  /** By `sub` or `username`. */
  find(name: string): User | undefined
  /** The user with this name and password. */
  withPassword(name: string, password: string): User | undefined
  put(user: User): void
  remove(sub: string): boolean
  reset(): void
}

export const createUserRegistry = (users: readonly User[] = defaultUsers): UserRegistry => {
  let bySub = new Map<string, User>()
  const reset = () => {
    bySub = new Map(users.map((user) => [user.sub, user]))
  }
  reset()
  const find = (name: string) => bySub.get(name) ?? [...bySub.values()].find(({ username }) => username === name)
  return {
    list: () => [...bySub.values()],
    find,
    withPassword(name, password) {
      const user = find(name)
      return user?.password !== undefined && sameSecret(password, user.password) ? user : undefined
    },
    put: (user) => {
      bySub.set(user.sub, user)
    },
    remove: (sub) => bySub.delete(sub),
    reset,
  }
}
