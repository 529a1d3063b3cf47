import { createHash } from 'node:crypto'
import { headerField } from './header-field.ts'
import type { Respond } from './respond.ts'

/** A JSON document that is serialized once and served many times. */
export interface Document {
  readonly body: string
  /** A strong validator (RFC 9110 §8.8.3). */
  readonly etag: string
}

export const createDocument = (value: unknown): Document => {
  const body = JSON.stringify(value)
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}

export interface ServeOptions {
  /** Seconds. */
  readonly maxAge: number
  readonly respond: Respond
}

/** Answers with the document, or with 304 if the client has it already (RFC 9110 §13.1.2). */
export const serveDocument = (
  request: Request,
  { body, etag }: Document,
  { maxAge, respond }: ServeOptions,
): Response => {
  const validators = { ETag: etag, 'Cache-Control': `public, max-age=${maxAge}` }
  if (isCurrent(headerField(request, 'if-none-match'), etag)) return respond(null, { status: 304, headers: validators })
  return respond(body, { headers: { 'Content-Type': 'application/json', ...validators } })
}

const isCurrent = (ifNoneMatch: string | null, etag: string): boolean =>
  ifNoneMatch !== null &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))
