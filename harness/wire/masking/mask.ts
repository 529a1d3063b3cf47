import { encodingsOf, type SecretEncoding } from './secret-encodings.ts'

export interface Secret {
  /** What a record shows instead, such as the environment variable that the secret came from. */
  readonly name: string
  readonly value: string
  /** Whether only the whole of it is secret, and no part by itself. */
  readonly whole?: true
  /** Characters of the shortest part that is masked. Default: 6, and less of a short secret. */
  readonly shortestPart?: number
}

/** Replaces secrets in a text. */
export type Mask = (text: string) => string

/** A mask to which secrets are added while it is used. */
export interface ExtendableMask extends Mask {
  add(secret: Secret): void
}

/** The longest part of a text, from a position on, that is also part of an encoded secret. */
interface Match {
  readonly form: SecretEncoding
  readonly start: number
  readonly end: number
  /** Where the part starts in the encoded secret. */
  readonly from: number
}

/**
 * A mask for secrets: every part of 6 characters or more that occurs, in either case, in a secret or one of its
 * encodings (`encodingsOf`) is replaced by a label that says which characters those were: `‹API_TOKEN›`,
 * `‹API_TOKEN[0..30]›` (first and last index), `‹API_TOKEN reversed›`, `‹base64 of API_TOKEN›`. Longer matches win.
 * Of a secret under 12 characters half is enough; one under 6, and one that says so, is replaced only as a whole.
 */
export function createMask(secrets: readonly Secret[]): ExtendableMask {
  const searches = new Map<number, Search>()
  const add = ({ name, value, whole, shortestPart }: Secret) => {
    for (const encoding of encodingsOf(name, value)) {
      const { length } = encoding.text
      const least = whole ? length : shortestPart === undefined ? undefined : Math.min(shortestPart, length)
      const form = least === undefined ? encoding : { ...encoding, least }
      const search = searches.get(form.shortest) ?? createSearch(form.shortest)
      searches.set(form.shortest, search)
      search.add(form)
    }
  }
  secrets.forEach(add)
  const mask = (text: string) => {
    if (searches.size === 0) return text
    const folded = fold(text)
    const matches = [...searches.values()].flatMap((search) => search.find(folded))
    return matches.length === 0 ? text : replace(text, matches)
  }
  return Object.assign(mask, { add })
}

/** ASCII only: anything more could change the length. */
const fold = (text: string) => text.replace(/[A-Z]+/g, (upper) => upper.toLowerCase())

/** Finds, in folded text, all longest runs of at least `length` characters that occur in a form. */
interface Search {
  add(form: SecretEncoding): void
  find(folded: string): readonly Match[]
}

function createSearch(length: number): Search {
  const places = new Map<string, { readonly form: SecretEncoding; readonly text: string; readonly from: number }[]>()
  // Most text holds nothing: a bit for each rolling hash rules it out without a substring a character.
  const hashes = new Uint8Array(65_536)
  const outgoing = (31 ** (length - 1)) | 0
  const roll = (hash: number, out: number, into: number) => (Math.imul(hash - Math.imul(out, outgoing), 31) + into) | 0
  const slot = (hash: number) => (hash ^ (hash >>> 16)) & 0xffff

  const scan = (text: string, visit: (index: number, hash: number) => void) => {
    let hash = 0
    for (let index = 0; index < text.length; index++) {
      hash = roll(hash, index < length ? 0 : text.charCodeAt(index - length), text.charCodeAt(index))
      if (index >= length - 1) visit(index - length + 1, slot(hash))
    }
  }

  const add = (form: SecretEncoding) => {
    const text = fold(form.text)
    scan(text, (from, hash) => {
      const gram = text.slice(from, from + length)
      const known = places.get(gram)
      if (known) known.push({ form, text, from })
      else places.set(gram, [{ form, text, from }])
      hashes[hash] = 1
    })
  }

  const find = (folded: string): readonly Match[] => {
    const matches: Match[] = []
    scan(folded, (start, hash) => {
      if (hashes[hash] === 0) return
      for (const { form, text, from } of places.get(folded.slice(start, start + length)) ?? []) {
        // Part of a run that was found a character earlier.
        if (start > 0 && from > 0 && folded[start - 1] === text[from - 1]) continue
        let end = start + length
        for (let next = from + length; next < text.length && folded[end] === text[next]; next++) end++
        if (end - start >= (form.least ?? 0)) matches.push({ form, start, end, from })
      }
    })
    return matches
  }
  return { add, find }
}

/** Every matched character is replaced; where matches overlap, it counts for the longest. */
function replace(text: string, matches: readonly Match[]): string {
  const byLength = matches.toSorted((a, b) => b.end - b.start - (a.end - a.start))
  const owners = new Int32Array(text.length).fill(-1)
  byLength.forEach(({ start, end }, owner) => {
    for (let index = start; index < end; index++) if (owners[index] === -1) owners[index] = owner
  })
  const parts: string[] = []
  for (let start = 0; start < text.length; ) {
    const owner = owners[start] ?? -1
    let end = start + 1
    while (end < text.length && owners[end] === owner) end++
    const match = byLength[owner]
    parts.push(match ? label(match, start, text.slice(start, end)) : text.slice(start, end))
    start = end
  }
  return parts.join('')
}

function label({ form, start, from }: Match, at: number, found: string): string {
  const first = from + at - start
  const last = first + found.length - 1
  const whole = first === 0 && last === form.text.length - 1
  const ends = [form.source[first] ?? 0, form.source[last] ?? 0]
  const range = whole ? '' : `[${Math.min(...ends)}..${Math.max(...ends)}]`
  const otherCase = found === form.text.slice(first, last + 1) ? '' : ' in other case'
  return `‹${form.label(range)}${otherCase}›`
}
