export interface PagePolicy {
  /** Where an answer to a form of the page may be redirected, such as the redirect URI of the client. Default: nowhere. */
  readonly formTargets?: readonly string[]
  /** Whether other pages may show it in a frame. Only for a page on which nothing can be clicked into harm. */
  readonly framed?: boolean
}

/** The header fields of every HTML page. Its own files may be used, and nothing else (Content Security Policy Level 3). */
export const pageHeaders = ({ formTargets = [], framed = false }: PagePolicy = {}): Record<string, string> => {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    `form-action ${["'self'", ...new Set(formTargets.flatMap(schemesFrom))].join(' ')}`,
    ...(framed ? [] : ["frame-ancestors 'none'"]),
    "base-uri 'none'",
  ]
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    // Not no-referrer: with that, browsers say `Origin: null` when a form is sent to its own issuer.
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    ...(!framed && { 'X-Frame-Options': 'DENY' }),
  }
}

/** Schemes that would run or hold a document of their own. */
const never = /^(javascript|data|blob|filesystem|about|file|view-source|vbscript):$/

/**
 * Chromium holds every redirect after a form against `form-action`, also those that the client makes after ours. So the
 * origin of the redirect URI is not enough: any web address may follow. An app's own scheme is allowed by name.
 */
const schemesFrom = (target: string): readonly string[] => {
  const scheme = URL.parse(target)?.protocol
  if (scheme === undefined || never.test(scheme)) return []
  return scheme === 'http:' || scheme === 'https:' ? ['http:', 'https:'] : [scheme]
}
