import { createHash, randomInt } from 'node:crypto'
import { jwtFilters } from './jwt-filters.ts'
import { numberFilters } from './number-filters.ts'

/** Filters of references, such as `{code.code|first-half}`. Each makes a text of a text. */
export const filters: Readonly<Record<string, (text: string) => string>> = {
  /** RFC 7636 §4.2. */
  s256: (text) => createHash('sha256').update(text).digest('base64url'),
  'first-half': (text) => text.slice(0, Math.ceil(text.length / 2)),
  'first-20': (text) => text.slice(0, 20),
  'first-42': (text) => text.slice(0, 42),
  'without-last': (text) => text.slice(0, -1),
  'without-last-4': (text) => text.slice(0, -4),
  /** One character in the middle, where every bit of base64url counts. */
  altered: (text) => replacedAt(text, Math.floor(text.length / 2)),
  'altered-at-the-end': (text) => replacedAt(text, text.length - 1),
  /** Of scope names those that a refresh can hardly do without, or the first one. */
  'narrower-scope': (text) => {
    const names = text.split(' ')
    const kept = names.filter((name) => name === 'openid' || name === 'offline_access')
    return (kept.length > 0 ? kept : names.slice(0, 1)).join(' ')
  },
  'other-case': (text) => (text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase()),
  uppercase: (text) => text.toUpperCase(),
  /** Of a URL: without its trailing slash, or with one. */
  'other-trailing-slash': (text) => (text.endsWith('/') ? text.slice(0, -1) : `${text}/`),
  'without-trailing-slash': (text) => text.replace(/\/$/, ''),
  'uppercase-scheme': (text) => text.replace(/^[a-z]+/, (scheme) => scheme.toUpperCase()),
  'other-scheme': (text) =>
    text.startsWith('https:') ? text.replace('https:', 'http:') : text.replace('http:', 'https:'),
  /** Other letters and digits in the same places. */
  'random-letters': (text) => text.replace(/[A-Za-z0-9]/g, () => alphabet[randomInt(alphabet.length)] ?? 'A'),
  /** Of a password: the Basic credentials of `user` (RFC 7617 §2). */
  'basic-of-user': (password) => Buffer.from(`user:${password}`).toString('base64'),
  /** Of a URL: its scheme, host and port, or host and port alone (RFC 3986 §3). */
  origin: (text) => new URL(text).origin,
  host: (text) => new URL(text).host,
  ...jwtFilters,
  ...numberFilters,
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

const replacedAt = (text: string, at: number): string =>
  `${text.slice(0, Math.max(at, 0))}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
