import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createResponseReader, type ReaderOptions, type ReaderResult } from './response.ts'

/** Feeds the pieces one by one; at the end, the end of the connection. */
function read(pieces: readonly (string | Buffer)[], options: Partial<ReaderOptions> = {}): ReaderResult {
  const reader = createResponseReader({ method: 'GET', ...options })
  for (const piece of pieces) {
    const result = reader.push(Buffer.from(piece as string, 'latin1'))
    if (result.kind !== 'more') return result
  }
  return reader.end()
}

/** The parts of a result that can be compared; `failure` is its kind. */
function seen(result: ReaderResult) {
  if (result.kind === 'more') return result.kind
  if (result.kind === 'failure') return { failure: result.failure.kind }
  const { response, rest } = result
  return { ...response, body: response.body.toString('latin1'), rest: rest.toString('latin1') }
}

const bytewise = (text: string) => Array.from(text)

describe('a response', () => {
  it('is status, reason, fields as written, and a body of Content-Length', () => {
    const text = 'HTTP/1.1 200 Very OK\r\nContent-LENGTH: 3\r\nX-a:  b \t\r\nX-a:c\r\n\r\nabcHTTP/1.1 next'
    const response = { status: 200, reason: 'Very OK', body: 'abc', reusable: true, streaming: false }
    const fields = [
      ['Content-LENGTH', '3'],
      ['X-a', 'b'],
      ['X-a', 'c'],
    ]
    expect(seen(read([text]))).toEqual({ ...response, fields, rest: 'HTTP/1.1 next' })
    expect(seen(read(bytewise(text)))).toEqual({ ...response, fields, rest: '' })
  })

  it.each([
    ['chunked, with extensions and trailers', '5;a=b\r\nhello\r\n01 \r\n!\r\n0\r\nX-Sum: 1\r\n\r\n', 'hello!'],
    ['chunked and empty', '0\r\n\r\n', ''],
  ])('is read when it is %s', (_, content, body) => {
    const text = `HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n${content}`
    const fields = [['Transfer-Encoding', 'Chunked']]
    expect(seen(read([text]))).toMatchObject({ body, fields, reusable: true })
    expect(seen(read(bytewise(text)))).toMatchObject({ body, fields, reusable: true })
  })

  it.each([
    ['the close where nothing else says it', 'HTTP/1.1 200 OK\r\n\r\nab'],
    [
      'the close after an unknown coding',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\nContent-Length: 1\r\n\r\nab',
    ],
    ['the close of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nab'],
  ])('ends at %s', (_, text) => {
    expect(seen(read([text]))).toMatchObject({ body: 'ab', reusable: false })
  })

  it.each([
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', true],
    ['GET', 'HTTP/1.1 204 No Content\r\n\r\n', true],
    ['GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n', true],
    ['GET', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\n\r\n', false],
    ['CONNECT', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', false],
  ])('to %s has no body: %j', (method, text, reusable) => {
    expect(seen(read([text], { method }))).toMatchObject({ body: '', reusable })
  })

  it.each([
    ['HTTP/1.1 with close', 'HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 with keep-alive', 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n', true],
    ['both framings', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', false],
  ])('leaves the connection usable or not: %s', (_, text, reusable) => {
    expect(seen(read([text]))).toMatchObject({ status: 200, reusable })
  })

  it('may follow interim responses', () => {
    const text =
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 401\r\nContent-Length: 0\r\n\r\n'
    const expected = { status: 401, reason: '', fields: [['Content-Length', '0']] }
    expect(seen(read([text]))).toMatchObject(expected)
    expect(seen(read(bytewise(text)))).toMatchObject(expected)
  })

  it('may have folded fields and bare line feeds', () => {
    const text = 'HTTP/1.1 200 OK\nX: a\n  b\n\tc\nContent-Length: 1\n\nz'
    const fields = [
      ['X', 'a b c'],
      ['Content-Length', '1'],
    ]
    expect(seen(read(bytewise(text)))).toMatchObject({ fields, body: 'z' })
  })

  it('may repeat an equal Content-Length', () => {
    expect(seen(read(['HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\nContent-Length: 2\r\n\r\nab']))).toMatchObject({
      body: 'ab',
    })
  })

  it.each([
    ['chunked', 'Transfer-Encoding: chunked\r\n\r\n6\r\ndata: \r\n', 'data: '],
    ['chunked and still empty', 'Transfer-Encoding: chunked\r\n\r\n', ''],
    ['until close', '\r\ndata: ', 'data: '],
  ])('that is an event stream is whole with its head: %s', (_, text, body) => {
    const result = createResponseReader({ method: 'GET' }).push(
      Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n${text}`),
    )
    expect(seen(result)).toMatchObject({ status: 200, body, streaming: true, reusable: false })
  })
})

describe('a failure', () => {
  it.each([
    ['another protocol', 'SSH-2.0-x'],
    ['HTTP/2', 'HTTP/2 200\r\n'],
    ['text', 'hello\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n'],
    ['a name with a space', 'HTTP/1.1 200 OK\r\nX : a\r\n'],
    ['a line without colon', 'HTTP/1.1 200 OK\r\nX\r\n'],
    ['folding of nothing', 'HTTP/1.1 200 OK\r\n a\r\n'],
    ['NUL in a value', 'HTTP/1.1 200 OK\r\nX: a\0b\r\n'],
    ['conflicting Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    ['a negative Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n'],
    ['an empty Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n'],
    ['a chunk size that is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\n'],
    ['a chunk over its size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n'],
  ])('not-http: %s', (_, text) => {
    expect(seen(read([text]))).toEqual({ failure: 'not-http' })
    expect(seen(read(bytewise(text)))).toEqual({ failure: 'not-http' })
  })

  it('comes with the first bytes that cannot be HTTP', () => {
    expect(createResponseReader({ method: 'GET' }).push(Buffer.from('S')).kind).toBe('failure')
    expect(createResponseReader({ method: 'GET' }).push(Buffer.from('HTTP/1')).kind).toBe('more')
  })

  it.each([
    ['a line', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(200)}`],
    ['many fields', `HTTP/1.1 200 OK\r\n${'X: a\r\n'.repeat(40)}`],
    ['many interim responses', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(20)],
    ['Content-Length', 'HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n'],
    ['a chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n'],
    ['all chunks', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\na\r\n'.repeat(11)}`],
    ['trailers', `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n${'X: a\r\n'.repeat(40)}`],
    ['a body until close', `HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(11)}`],
  ])('too-large: %s', (_, text) => {
    const caps = { maxHeadBytes: 200, maxBodyBytes: 10 }
    expect(seen(read([text], caps))).toEqual({ failure: 'too-large' })
    expect(seen(read(bytewise(text), caps))).toEqual({ failure: 'too-large' })
  })

  it.each(['', 'HTTP/1.1 2', 'HTTP/1.1 200 OK\r\nX: a\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na'])(
    'closed: %j',
    (text) => {
      expect(seen(read([text]))).toEqual({ failure: 'closed' })
    },
  )
})

const name = fc.constantFrom('X-A', 'etag', 'WWW-Authenticate')
const text = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '\t', '"', ':', ',', '\xff') })
const content = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\0', '\x80') })
const response = fc.record({
  fields: fc.array(fc.tuple(name, text)),
  content,
  framing: fc.constantFrom('length', 'chunked', 'close'),
})
const cuts = fc.array(fc.nat({ max: 300 }))

interface Written {
  readonly fields: readonly (readonly [string, string])[]
  readonly content: string
  readonly framing: string
}

function written({ fields, content, framing }: Written): string {
  const head = ['HTTP/1.1 200 OK', ...fields.map(([field, value]) => `${field}:${value}`)]
  if (framing === 'length') head.push(`Content-Length: ${content.length}`)
  if (framing === 'chunked') head.push('Transfer-Encoding: chunked')
  const chunks = Array.from(content, (byte) => `1\r\n${byte}\r\n`).join('')
  return `${head.join('\r\n')}\r\n\r\n${framing === 'chunked' ? `${chunks}0\r\n\r\n` : content}`
}

function cut(bytes: string, places: readonly number[]): string[] {
  const ends = [...places].sort((a, b) => a - b).concat(bytes.length)
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end))
}

describe('any chunking', () => {
  it('of a response gives back what was written', () => {
    const property = fc.property(response, cuts, (one, places) => {
      const trimmed = one.fields.map(([field, value]) => [field, value.replace(/^[ \t]+|[ \t]+$/g, '')])
      const result = read(cut(written(one), places))
      expect(seen(result)).toMatchObject({
        status: 200,
        body: one.content,
        reusable: one.framing !== 'close',
        rest: '',
      })
      expect(result.kind === 'response' && result.response.fields.slice(0, trimmed.length)).toEqual(trimmed)
    })
    fc.assert(property)
  })

  it('of any bytes gives the same result', () => {
    const piece = fc.constantFrom(
      'HTTP/1.1 200 OK\r\n',
      'Content-Length: 3\r\n',
      'Transfer-Encoding: chunked\r\n',
      '\r\n',
      '\n',
      'X: a\r\n',
      ' b\r\n',
      '1\r\nc\r\n',
      '0\r\n',
      'zz',
    )
    const property = fc.property(fc.array(piece), cuts, (pieces, places) => {
      const bytes = `HTTP/1.1 200 OK\r\n${pieces.join('')}`
      const { rest: _whole, ...whole } = { rest: '', ...Object(seen(read([bytes]))) }
      const { rest: _parts, ...parts } = { rest: '', ...Object(seen(read(cut(bytes, places)))) }
      expect(parts).toEqual(whole)
    })
    fc.assert(property, { numRuns: 500 })
  })
})
