import { type Content, encode, type Json } from './parts.ts'

/** A JOSE header that a parser may choke on. */
export interface HostileHeader {
  readonly bytes: Content
  /**
   * What a server may do when its issuer really signed it: `ignore` what it does not use and serve, or only `refuse`.
   * Without a valid signature there is nothing to choose.
   */
  readonly signed: 'refuse' | 'ignore'
}

const refuse = (bytes: Content): HostileHeader => ({ bytes, signed: 'refuse' })
const ignore = (bytes: Content): HostileHeader => ({ bytes, signed: 'ignore' })

/** Arrays in arrays, so many deep; unclosed they cost half the bytes and still all of the recursion. */
export const nested = (depth: number, { closed = true } = {}): string =>
  '['.repeat(depth) + (closed ? ']'.repeat(depth) : '')

/** Hostile forms of a good header, which must have `alg` and `kid`. All fit into 16 KiB of fields. */
export function hostileHeaders(good: Json): Readonly<Record<string, HostileHeader>> {
  const text = JSON.stringify(good)
  const { alg: _, ...withoutAlg } = good
  return {
    'an array': refuse('[]'),
    'a string': refuse('"x"'),
    'a number': refuse('1'),
    null: refuse('null'),
    'not JSON': refuse('not JSON'),
    empty: refuse(''),
    truncated: refuse(text.slice(0, -1)),
    'followed by garbage': refuse(`${text}garbage`),
    'followed by another object': refuse(`${text}{"alg":"none"}`),
    'in UTF-16': refuse(Buffer.from(text, 'utf16le')),
    // Some decoders put a replacement character for what is no UTF-8.
    'not UTF-8': ignore(
      Buffer.concat([Buffer.from(`${text.slice(0, -1)},"x":"`), Buffer.of(0xff, 0xfe), Buffer.from('"}')]),
    ),
    // A parser may skip a byte order mark (RFC 8259 §8.1).
    'after a byte order mark': ignore(`\ufeff${text}`),
    'without alg': refuse(withoutAlg),
    'alg null': refuse({ ...good, alg: null }),
    'alg a number': refuse({ ...good, alg: 256 }),
    'alg an array': refuse({ ...good, alg: [good.alg] }),
    'alg an object': refuse({ ...good, alg: { name: good.alg } }),
    'alg a boolean': refuse({ ...good, alg: true }),
    // Both are for the application (RFC 7515 §4.1.9, §4.1.10), which need not look at them; kid is a hint (§4.1.4).
    'typ a number': ignore({ ...good, typ: 1 }),
    'typ an object': ignore({ ...good, typ: {} }),
    'cty an array': ignore({ ...good, cty: [] }),
    'kid a number': ignore({ ...good, kid: 1 }),
    'kid an object': ignore({ ...good, kid: {} }),
    'nothing but 2,000 nested arrays': refuse(nested(2_000)),
    'a member of 2,000 nested arrays': ignore(`${text.slice(0, -1)},"x":${nested(2_000)}}`),
    'nothing but 10,000 arrays, none closed': refuse(nested(10_000, { closed: false })),
  }
}

/** Headers over 16 KiB, which an HTTP layer may refuse by itself (RFC 6585 §5). */
export const hugeHeaders = (good: Json): Readonly<Record<string, HostileHeader>> => ({
  'nothing but 20,000 nested arrays': refuse(nested(20_000)),
  'a kid of 50 kB': refuse({ ...good, kid: 'k'.repeat(50_000) }),
})

/** The bytes of a header as a recipe takes them. */
export const asRawHeader = ({ bytes }: HostileHeader): { readonly base64url: string } => ({ base64url: encode(bytes) })
