import type { ExchangeFailure } from '../model/exchange.ts'
import { frameBody } from './body-length.ts'
import { type Field, listMembers, parseFieldLine, parseStatusLine, type StatusLine, unfold } from './response-head.ts'

/** A whole response. Names and values of fields are Latin-1, the names as written. */
export interface WireResponse {
  readonly status: number
  readonly reason: string
  readonly fields: readonly Field[]
  /** The content, its transfer coding removed and its content coding kept. */
  readonly body: Buffer
  /** Whether another request may follow on the connection (RFC 9112 §9.3). */
  readonly reusable: boolean
  /** An event stream, which has no end: `body` holds only what came with its head. */
  readonly streaming: boolean
}

export type ReaderResult =
  | { readonly kind: 'more' }
  /** `rest`: bytes after the response, which belong to the next one. */
  | { readonly kind: 'response'; readonly response: WireResponse; readonly rest: Buffer }
  | { readonly kind: 'failure'; readonly failure: ExchangeFailure }

export interface ResponseReader {
  /** Takes the next bytes. Not to be called again after a `response` or `failure`. */
  push(chunk: Buffer): ReaderResult
  /** The connection ended: what was read until its end becomes a response, anything else is `closed`. */
  end(): ReaderResult
  /** Whether any byte has come. */
  readonly begun: boolean
}

export interface ReaderOptions {
  /** Method of the request, on which the body depends (RFC 9112 §6.3). */
  readonly method: string
  /** Cap of status line and fields, interim responses included. Default: 64 KiB. */
  readonly maxHeadBytes?: number
  /** Cap of the content. Default: 1 MiB. */
  readonly maxBodyBytes?: number
}

type State = 'status' | 'fields' | 'bytes' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailers' | 'until-close'

const more: ReaderResult = { kind: 'more' }
const nothing: Buffer = Buffer.alloc(0)

/**
 * Reads one response incrementally (RFC 9112 §4 to §7). Interim (1xx) responses are skipped, a bare LF ends a line too
 * (§2.2). Fails with `not-http` or `too-large`, and at the end with `closed`.
 */
export function createResponseReader(options: ReaderOptions): ResponseReader {
  const { method, maxHeadBytes = 65_536, maxBodyBytes = 1_048_576 } = options
  let state: State = 'status'
  let input = nothing
  let at = 0
  let begun = false
  let lineBytes = 0
  let statusLine: StatusLine | undefined
  let fields: Field[] = []
  const content: Buffer[] = []
  let contentBytes = 0
  /** Of the content or the chunk: bytes still to come. */
  let missing = 0
  let persistent = false
  let streaming = false

  const fail = (kind: ExchangeFailure['kind'], detail: string): ReaderResult => ({
    kind: 'failure',
    failure: { kind, detail: statusLine ? `${detail}, in an answer of status ${statusLine.status}` : detail },
  })
  const notHttp = (what: string, line: string) => fail('not-http', `${what} ${JSON.stringify(line.slice(0, 60))}`)
  const bodyTooLarge = () => fail('too-large', `a body over ${maxBodyBytes} bytes`)

  const finish = (): ReaderResult => ({
    kind: 'response',
    response: {
      status: statusLine?.status ?? 0,
      reason: statusLine?.reason ?? '',
      fields,
      body: content.length === 1 ? (content[0] ?? nothing) : Buffer.concat(content),
      reusable: persistent && !streaming,
      streaming,
    },
    rest: input.subarray(at),
  })

  /** One line without its end, or why there is none. */
  const takeLine = (): string | ReaderResult => {
    const lf = input.indexOf(10, at)
    const stop = lf < 0 ? input.length : lf + 1
    if (lineBytes + stop - at > maxHeadBytes) return fail('too-large', `lines over ${maxHeadBytes} bytes`)
    if (lf < 0) return more
    lineBytes += stop - at
    const line = input.toString('latin1', at, lf > at && input[lf - 1] === 13 ? lf - 1 : lf)
    at = stop
    return line
  }

  const takeContent = (atMost: number) => {
    const part = input.subarray(at, at + Math.min(atMost, maxBodyBytes + 1 - contentBytes))
    at += part.length
    contentBytes += part.length
    if (part.length > 0) content.push(part)
    return part.length
  }

  /** The fields are whole: decides what follows. A result ends the reading. */
  const endHead = (status: StatusLine): ReaderResult | undefined => {
    if (status.status < 200 && status.status !== 101) {
      state = 'status'
      statusLine = undefined
      fields = []
      return undefined
    }
    const framing = frameBody(method, status, fields)
    const { length } = framing
    persistent = framing.persistent
    if (length.kind === 'invalid') return fail('not-http', length.problem)
    if (length.kind === 'bytes') {
      if (length.bytes > maxBodyBytes) return bodyTooLarge()
      missing = length.bytes
      state = 'bytes'
      return missing === 0 ? finish() : undefined
    }
    streaming = listMembers(fields, 'content-type').some((type) => /^text\/event-stream(?:[ \t]*;|$)/.test(type))
    state = length.kind === 'chunked' ? 'chunk-size' : 'until-close'
    return undefined
  }

  const readLine = (line: string): ReaderResult | undefined => {
    if (state === 'status') {
      statusLine = parseStatusLine(line)
      if (!statusLine) return notHttp('a status line of', line)
      state = 'fields'
    } else if (state === 'chunk-end') {
      if (line !== '') return notHttp('a chunk longer than its size, followed by', line)
      state = 'chunk-size'
    } else if (state === 'chunk-size') {
      const size = /^([\da-f]{1,13})[ \t]*(?:;|$)/i.exec(line)
      if (!size) return notHttp('a chunk size of', line)
      lineBytes = 0
      missing = Number.parseInt(size[1] ?? '', 16)
      if (contentBytes + missing > maxBodyBytes) return bodyTooLarge()
      state = missing === 0 ? 'trailers' : 'chunk-data'
    } else if (line === '') {
      return state === 'trailers' || !statusLine ? finish() : endHead(statusLine)
    } else {
      const folded = line.startsWith(' ') || line.startsWith('\t')
      const field = folded ? unfold(fields.at(-1), line) : parseFieldLine(line)
      if (!field) return notHttp('a field line of', line)
      // Trailer fields are no fields of the head (RFC 9110 §6.5.1): read, then dropped.
      if (state === 'trailers') return undefined
      if (folded) fields.pop()
      fields.push(field)
    }
    return undefined
  }

  const step = (): ReaderResult | undefined => {
    if (state === 'bytes') {
      missing -= takeContent(missing)
      return missing === 0 ? finish() : more
    }
    if (state === 'chunk-data') {
      missing -= takeContent(missing)
      if (missing > 0) return more
      state = 'chunk-end'
      return undefined
    }
    if (state === 'until-close') {
      takeContent(input.length)
      return contentBytes > maxBodyBytes ? bodyTooLarge() : more
    }
    const line = takeLine()
    if (typeof line === 'string') return readLine(line)
    const start = input.toString('latin1', at, at + 60)
    const foreign = line === more && state === 'status' && !'HTTP/1.'.startsWith(start.slice(0, 7))
    return foreign ? notHttp('an answer that starts with', start) : line
  }

  return {
    push(chunk) {
      begun ||= chunk.length > 0
      input = at < input.length ? Buffer.concat([input.subarray(at), chunk]) : chunk
      at = 0
      for (;;) {
        const result = step()
        if (result === more && streaming) return finish()
        if (result) return result
      }
    },
    end() {
      if (state === 'until-close') return finish()
      if (!begun) return fail('closed', 'the server closed the connection without an answer')
      return fail('closed', `the server closed the connection amid an answer, after ${contentBytes} bytes of its body`)
    },
    get begun() {
      return begun
    },
  }
}
