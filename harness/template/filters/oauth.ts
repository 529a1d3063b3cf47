import { createHash } from 'node:crypto'
import type { Filter } from './filter.ts'

/** Filters of parameters and credentials of OAuth 2.0. */
export const oauthFilters = {
  /** Of a code verifier: its challenge (RFC 7636 §4.2). */
  s256: (verifier) => createHash('sha256').update(verifier).digest('base64url'),
  /** Of scope names those that a refresh can hardly do without, or the first one. */
  'narrower-scope': (scope) => {
    const names = scope.split(' ')
    const kept = names.filter((name) => name === 'openid' || name === 'offline_access')
    return (kept.length > 0 ? kept : names.slice(0, 1)).join(' ')
  },
  /** Of a password: the Basic credentials of `user` (RFC 7617 §2). */
  'basic-of-user': (password) => Buffer.from(`user:${password}`).toString('base64'),
} as const satisfies Readonly<Record<string, Filter>>
