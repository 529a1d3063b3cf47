/** A secret as it is, or as an encoding writes it. */
export interface SecretEncoding {
  readonly text: string
  /** For each character of `text`, the index of the secret's character (from its UTF-8 bytes) that it stands for. */
  readonly source: readonly number[]
  /** What a record shows instead of it: given `[0..30]` or the like for a part, and '' for the whole. */
  readonly label: (range: string) => string
  /** The shortest part of `text`, in characters, that is masked. */
  readonly shortest: number
  /** Where longer parts than `shortest` only are masked: their length. */
  readonly least?: number
}

/**
 * The encodings of a secret that a check may send or a server may echo: as it is, reversed, quoted for JSON, percent-encoded,
 * in base64 and base64url at each of the three alignments. Repeated ones are left out, an empty secret has none.
 */
export function encodingsOf(name: string, value: string): readonly SecretEncoding[] {
  const bytes = Buffer.from(value, 'utf8')
  const text = bytes.toString('latin1')
  if (text === '') return []
  const characters = bytes.toString('utf8')
  const plain = (range: string) => `${name}${range}`
  const own = shortestMasked(text.length)
  const encodings: SecretEncoding[] = [
    encoded(characters, (character) => character, plain, own),
    encoded(text, (character) => character, plain, own),
  ]
  const reversed = { text: [...text].reverse().join(''), source: [...text].map((_, index) => text.length - 1 - index) }
  encodings.push({ ...reversed, label: (range) => `${name}${range} reversed`, shortest: own })

  const byCharacter: readonly (readonly [string, string, (character: string) => string])[] = [
    ['JSON', characters, (character) => JSON.stringify(character).slice(1, -1)],
    ['URL-encoded', characters, encodeURIComponent],
    ['percent-encoded', text, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`],
  ]
  for (const [encoding, source, encode] of byCharacter) {
    encodings.push(encoded(source, encode, (range) => `${encoding} ${name}${range}`, 6))
  }
  for (const alphabet of ['base64', 'base64url'] as const) {
    for (const shift of [0, 1, 2]) encodings.push(base64At(shift, alphabet, bytes, name))
  }
  const seen = new Set<string>()
  return encodings.filter(({ text, shortest }) => text.length >= shortest && !seen.has(text) && seen.add(text))
}

/** Six characters; of a shorter secret all, of one that is little longer half. */
const shortestMasked = (length: number) => (length < 6 ? length : length < 12 ? Math.ceil(length / 2) : 6)

function encoded(
  secret: string,
  encode: (character: string) => string,
  label: (range: string) => string,
  shortest: number,
): SecretEncoding {
  const pieces = [...secret].map(encode)
  const source = pieces.flatMap((piece, index) => Array.from(piece, () => index))
  const text = pieces.join('')
  return { text, source, label, shortest: Math.min(shortest, text.length) }
}

/** The characters of base64 (RFC 4648 §4, §5) that depend on nothing but the secret when `shift` bytes precede it. */
function base64At(shift: number, alphabet: 'base64' | 'base64url', bytes: Buffer, name: string): SecretEncoding {
  const first = Math.ceil((shift * 8) / 6)
  const end = Math.floor(((shift + bytes.length) * 8) / 6)
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString(alphabet)
    .slice(first, end)
  const source = Array.from(text, (_, index) => Math.floor(((first + index) * 6) / 8) - shift)
  const shortest = Math.max(4, Math.min(6, text.length))
  return { text, source, label: (range) => `${alphabet} of ${name}${range}`, shortest }
}
