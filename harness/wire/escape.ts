/**
 * A message as text to read: CRLF becomes a line end, any other byte outside 0x20–0x7e is written as `\xNN`, with a
 * line end after a bare LF. Characters over U+00FF, which are no bytes but labels of a mask, stay.
 */
export function escapeBytes(text: string): string {
  if (!/[^\x20-\x7e\u0100-\uffff\r\n]|\r(?!\n)|(?<!\r)\n/.test(text)) return text.replaceAll('\r\n', '\n')
  return text.replace(/\r\n|[^\x20-\x7e\u0100-\uffff]/g, (found) => {
    if (found === '\r\n') return '\n'
    return found === '\n' ? `${escaped(found)}\n` : escaped(found)
  })
}

/** Decoded content as text to read: line ends and tabs stay, other control characters are written as `\xNN`. */
export function escapeBody(text: string): string {
  return text.replace(/\r\n|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (found) => (found === '\r\n' ? '\n' : escaped(found)))
}

const escaped = (character: string) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
