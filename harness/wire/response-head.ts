export type Field = readonly [name: string, value: string]

/** The first line of a response (RFC 9112 §4). */
export interface StatusLine {
  /** Minor version: 0 for HTTP/1.0. */
  readonly minor: number
  readonly status: number
  readonly reason: string
}

/** Reads a status line (RFC 9112 §4); undefined when it is none. A missing space before an absent reason is forgiven. */
export function parseStatusLine(line: string): StatusLine | undefined {
  const match = /^HTTP\/1\.(\d) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/.exec(line)
  return match ? { minor: Number(match[1]), status: Number(match[2]), reason: match[3] ?? '' } : undefined
}

/**
 * Reads a field line (RFC 9112 §5): the name as written, the value without surrounding whitespace. Undefined when the
 * name is no token or the value holds CR or NUL (RFC 9110 §5.5).
 */
export function parseFieldLine(line: string): Field | undefined {
  const colon = line.indexOf(':')
  const name = line.slice(0, colon)
  if (colon < 1 || !/^[!#$%&'*+\-.^_`|~\w]+$/.test(name) || /[\0\r]/.test(line)) return undefined
  return [name, trimWhitespace(line.slice(colon + 1))]
}

/** Joins an obsolete line folding to the field before it (RFC 9112 §5.2); undefined where none precedes it. */
export function unfold(previous: Field | undefined, line: string): Field | undefined {
  if (!previous || /[\0\r]/.test(line)) return undefined
  return [previous[0], trimWhitespace(`${previous[1]} ${trimWhitespace(line)}`)]
}

/** The members of all comma-separated lists under a name, in lower case (RFC 9110 §5.6.1). */
export function listMembers(fields: readonly Field[], name: string): readonly string[] {
  const members: string[] = []
  for (const [fieldName, value] of fields) {
    if (fieldName.length !== name.length || fieldName.toLowerCase() !== name) continue
    for (const member of value.split(',')) members.push(trimWhitespace(member).toLowerCase())
  }
  return members
}

const trimWhitespace = (text: string) => text.replace(/^[ \t]+|[ \t]+$/g, '')
