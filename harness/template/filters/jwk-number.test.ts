import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jwkNumberFilters } from './jwk-number.ts'

const apply = (name: keyof typeof jwkNumberFilters, bytes: Uint8Array) =>
  Uint8Array.from(Buffer.from(jwkNumberFilters[name](Buffer.from(bytes).toString('base64url')), 'base64url'))

test('numbers keep all their bytes but those that the filter changes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
      const last = bytes.at(-1) ?? 0
      expect(apply('made-even', bytes)).toEqual(bytes.with(-1, last - (last % 2)))
      expect(apply('with-zero-byte', bytes)).toEqual(Uint8Array.of(0, ...bytes))
      expect(apply('without-last-byte', bytes)).toEqual(bytes.slice(0, -1))
    }),
  )
})
