import { type Filter, variant } from './filter.ts'

/** Filters of a URL (RFC 3986 §3). */
export const urlFilters = {
  /** Scheme, host and port. */
  origin: (url) => new URL(url).origin,
  /** Host and port. */
  host: (url) => new URL(url).host,
  /** Without its trailing slash, or with one. */
  'other-trailing-slash': (url) => (url.endsWith('/') ? url.slice(0, -1) : `${url}/`),
  'without-trailing-slash': (url) => url.replace(/\/$/, ''),
  /** None for a URL that does not end in a slash. */
  'trailing-slash-removed': variant((url) => url.replace(/\/$/, '')),
  'uppercase-scheme': variant((url) => url.replace(/^[a-z]+/, (scheme) => scheme.toUpperCase())),
  'other-scheme': (url) => (url.startsWith('https:') ? url.replace('https:', 'http:') : url.replace('http:', 'https:')),
} as const satisfies Readonly<Record<string, Filter>>
