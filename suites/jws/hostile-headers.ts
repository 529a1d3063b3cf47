import { doesNotCrash, rejected } from '../../harness/expect/index.ts'
import type { Expectation, Vectors } from '../../harness/model/expectation.ts'
import type { Forgery } from '../../harness/model/forgery.ts'

/** A JOSE header on which a parser may fail. */
type Header = Pick<Forgery, 'header' | 'withoutHeader' | 'rawHeader'>

/** Nested arrays of this depth. Left unclosed, they need half the bytes for the same recursion. */
const nested = (depth: number, { closed = true } = {}): string => '['.repeat(depth) + (closed ? ']'.repeat(depth) : '')

/** No server may accept these, even with a valid signature. */
const invalid: Readonly<Record<string, Header>> = {
  'an array': { rawHeader: '[]' },
  'a string': { rawHeader: '"x"' },
  'a number': { rawHeader: '1' },
  null: { rawHeader: 'null' },
  'not JSON': { rawHeader: 'not JSON' },
  empty: { rawHeader: '' },
  truncated: { rawHeader: '{headerText|without-last}' },
  'followed by garbage': { rawHeader: '{headerText}garbage' },
  'followed by another object': { rawHeader: '{headerText}{"alg":"none"}' },
  'in UTF-16': { rawHeader: { bytes: '{headerText|utf-16}' } },
  'without alg': { withoutHeader: ['alg'] },
  'alg null': { header: { alg: null } },
  'alg a number': { header: { alg: 256 } },
  'alg an array': { header: { alg: ['{header.alg}'] } },
  'alg an object': { header: { alg: { name: '{header.alg}' } } },
  'alg a boolean': { header: { alg: true } },
  'nothing but 2,000 nested arrays': { rawHeader: nested(2_000) },
  'nothing but 10,000 arrays, none closed': { rawHeader: nested(10_000, { closed: false }) },
}

/** A server that ignores what it does not use may accept these when its issuer signed them. */
const ignorable: Readonly<Record<string, Header>> = {
  // Some decoders replace bytes that are not UTF-8.
  'not UTF-8': { rawHeader: { bytes: '{headerText|without-last},"x":"\xff\xfe"}' } },
  // A parser may skip a byte order mark (RFC 8259 §8.1).
  'after a byte order mark': { rawHeader: '\ufeff{headerText}' },
  // Both are for the application (RFC 7515 §4.1.9, §4.1.10), which may ignore them; kid is a hint (§4.1.4).
  'typ a number': { header: { typ: 1 } },
  'typ an object': { header: { typ: {} } },
  'cty an array': { header: { cty: [] } },
  'kid a number': { header: { kid: 1 } },
  'kid an object': { header: { kid: {} } },
  'a member of 2,000 nested arrays': { rawHeader: `{headerText|without-last},"x":${nested(2_000)}}` },
}

/** Over 16 KiB, which an HTTP layer may reject by itself (RFC 6585 §5). */
const huge: Readonly<Record<string, Header>> = {
  'nothing but 20,000 nested arrays': { rawHeader: nested(20_000) },
  'a kid of 50 kB': { header: { kid: 'k'.repeat(50_000) } },
}

/** Each header once signed by the issuer, and once with a random signature. */
const signedAndNot = (
  headers: Readonly<Record<string, Header>>,
  signed: Expectation,
  unsigned: Expectation = rejected({ severity: 'critical' }),
): Vectors =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, header]) => [
      [`${name}, signed`, { forge: { ...header, signature: 'issuer' as const }, expect: [signed] }],
      [`${name}, unsigned`, { forge: { ...header, signature: 'random' as const }, expect: [unsigned] }],
    ]),
  )

const rejectedOrClosed = rejected({ orCloses: true })

export const hostileHeaders: Vectors = {
  // A header that the issuer signed is no attack, so accepting it is a fault of low severity.
  ...signedAndNot(invalid, rejected({ severity: 'low' })),
  ...signedAndNot(ignorable, doesNotCrash()),
  ...signedAndNot(huge, rejectedOrClosed, rejectedOrClosed),
}
