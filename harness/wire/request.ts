/** What a request is made of. Every string is Latin-1: one character is one byte on the wire. */
interface RequestParts {
  readonly method: string
  /** The request-target (RFC 9112 §3.2): for an origin server, path and query. */
  readonly target: string
  /** Raw field lines without their line end, such as `Host: a`. */
  readonly fields: readonly string[]
  readonly body?: string
  /** Of HTTP. Default: `1.1`. */
  readonly version?: '1.0' | '1.1'
}

/**
 * Writes a request message exactly as given (RFC 9112 §2.1): nothing is added, normalised or rejected, so a Host,
 * Content-Length or Connection field is sent only where it is among `fields`.
 *
 * @throws RangeError for a character over U+00FF, which has no Latin-1 byte.
 */
export function composeRequest({ method, target, fields, body = '', version = '1.1' }: RequestParts): Buffer {
  let text = `${method} ${target} HTTP/${version}\r\n`
  for (const field of fields) text += `${field}\r\n`
  text += `\r\n${body}`
  const outside = /[^\x00-\xff]/.exec(text)
  if (outside) throw new RangeError(`A request is Latin-1 text, but character ${outside.index} of it is over U+00FF`)
  return Buffer.from(text, 'latin1')
}
