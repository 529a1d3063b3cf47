import { createHash } from 'node:crypto'
import { icon } from './icon.ts'
import { dashboardScript, formPostScript, pageScript } from './scripts/sources.ts'
import { baseStyle } from './styles/base.ts'
import { cardStyle } from './styles/card.ts'
import { dashboardStyle } from './styles/dashboard.ts'

export interface Asset {
  readonly contentType: string
  readonly body: string
  /** An entity tag (RFC 9110 §8.8.3). */
  readonly etag: string
}

const asset = (contentType: string, body: string): Asset => ({
  contentType,
  body,
  etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
})

const css = (...parts: readonly string[]) => asset('text/css; charset=utf-8', parts.join(''))

const script = (body: string) => asset('text/javascript; charset=utf-8', body)

/** The files of the pages, by their name below `_assets/`. */
export const assets: ReadonlyMap<string, Asset> = new Map([
  ['page.css', css(baseStyle, cardStyle)],
  ['dashboard.css', css(dashboardStyle)],
  ['page.js', script(pageScript)],
  ['form-post.js', script(formPostScript)],
  ['dashboard.js', script(dashboardScript)],
  ['icon.svg', asset('image/svg+xml', icon)],
])

/** Answers with a file of the pages, or 304 if the browser has it; `undefined` for an unknown name. */
export const assetResponse = (name: string, request: Request): Response | undefined => {
  const found = assets.get(name)
  if (!found) return undefined
  const { contentType, body, etag } = found
  const headers = { ETag: etag, 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' }
  const known = request.headers.get('if-none-match')?.split(/, */) ?? []
  if (known.includes(etag) || known.includes(`W/${etag}`)) return new Response(null, { status: 304, headers })
  return new Response(body, { headers: { ...headers, 'Content-Type': contentType } })
}
