import type { Filter } from './filter.ts'

/** Filters that change a number in a JWK: bytes in base64url (RFC 7518 §6.2.1.2, §6.3.1.1). */
export const jwkNumberFilters = {
  /** Its last bit is 0. */
  'made-even': (number) => changed(number, (bytes) => bytes.with(-1, (bytes.at(-1) ?? 0) & 0xfe)),
  'with-zero-byte': (number) => changed(number, (bytes) => Uint8Array.of(0, ...bytes)),
  'without-last-byte': (number) => changed(number, (bytes) => bytes.subarray(0, -1)),
} as const satisfies Readonly<Record<string, Filter>>

const changed = (number: string, change: (bytes: Uint8Array) => Uint8Array): string =>
  Buffer.from(change(Uint8Array.from(Buffer.from(number, 'base64url')))).toString('base64url')
