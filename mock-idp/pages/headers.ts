export interface PagePolicy {
  /** Where responses to forms of the page may redirect, such as the redirect URI of the client. Default: nowhere. */
  readonly formTargets?: readonly string[]
  /** Whether other pages may show it in a frame. Only for a page on which clickjacking is harmless. */
  readonly framed?: boolean
}

/** The header fields of an HTML page. Only files of the issuer may be loaded (Content Security Policy Level 3). */
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
    // Not no-referrer: with it, browsers send `Origin: null` with forms to their own origin.
    'Referrer-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    ...(!framed && { 'X-Frame-Options': 'DENY' }),
  }
}

/** Schemes that execute code or contain a document. */
const forbiddenSchemes = /^(javascript|data|blob|filesystem|about|file|view-source|vbscript):$/

/**
 * The schemes that `form-action` must allow. Chromium applies `form-action` to every redirect after a form, also to those
 * of the client. So the origin of the redirect URI is not enough, and all web addresses are allowed.
 */
const schemesFrom = (target: string): readonly string[] => {
  const scheme = URL.parse(target)?.protocol
  if (scheme === undefined || forbiddenSchemes.test(scheme)) return []
  return scheme === 'http:' || scheme === 'https:' ? ['http:', 'https:'] : [scheme]
}
