import { type Field, listMembers, type StatusLine } from './response-head.ts'

/** Where the body of a response ends. */
type BodyLength =
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' }
  | { readonly kind: 'invalid'; readonly problem: string }

/** How a response is framed on its connection. */
interface Framing {
  readonly length: BodyLength
  /** Whether another request may follow on the connection (RFC 9112 §9.3). */
  readonly persistent: boolean
}

/** Decides where the body of the response to `method` ends (RFC 9112 §6.3). */
export function frameBody(method: string, { minor, status }: StatusLine, fields: readonly Field[]): Framing {
  const connection = listMembers(fields, 'connection')
  const keepAlive = minor === 0 ? connection.includes('keep-alive') : !connection.includes('close')
  const tunnel = status === 101 || (method === 'CONNECT' && status >= 200 && status < 300)
  if (tunnel) return { length: { kind: 'bytes', bytes: 0 }, persistent: false }
  if (method === 'HEAD' || status === 204 || status === 304) {
    return { length: { kind: 'bytes', bytes: 0 }, persistent: keepAlive }
  }

  const codings = listMembers(fields, 'transfer-encoding')
  const lengths = listMembers(fields, 'content-length')
  if (codings.length > 0) {
    if (codings.at(-1) !== 'chunked') return untilClose
    // Both framings in one message, or chunked in HTTP/1.0, is how responses are smuggled: RFC 9112 §6.1.
    return { length: { kind: 'chunked' }, persistent: keepAlive && lengths.length === 0 && minor > 0 }
  }
  const [first] = lengths
  if (first === undefined) return untilClose
  if (lengths.some((length) => !/^\d{1,15}$/.test(length) || Number(length) !== Number(first))) {
    const problem = `a Content-Length of ${JSON.stringify(lengths.join(', ').slice(0, 60))}`
    return { length: { kind: 'invalid', problem }, persistent: false }
  }
  return { length: { kind: 'bytes', bytes: Number(first) }, persistent: keepAlive }
}

const untilClose: Framing = { length: { kind: 'until-close' }, persistent: false }
