import { generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joseSignature } from './ecdsa-signature.ts'

const curves = [
  { namedCurve: 'prime256v1', size: 32 },
  { namedCurve: 'secp384r1', size: 48 },
  { namedCurve: 'secp521r1', size: 66 },
] as const

test.each(curves)('a signature with $namedCurve verifies in the form of JWS', ({ namedCurve, size }) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
  for (let count = 0; count < 100; count++) {
    const input = Buffer.from(`token ${count}`)
    const signature = joseSignature(sign('sha256', input, privateKey), size)
    expect(signature).toHaveLength(2 * size)
    expect(verify('sha256', input, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
  }
})

/** An INTEGER in DER: with a leading zero only if the first bit would be set (X.690 §8.3.2). */
const integer = (bytes: readonly number[]): readonly number[] => {
  const significant = bytes.slice(bytes.findIndex((byte) => byte !== 0))
  const digits = (significant[0] ?? 0) >= 0x80 ? [0, ...significant] : significant
  return [2, digits.length, ...digits]
}

test('short numbers are padded', () => {
  const number = (size: number) =>
    fc
      .uint8Array({ minLength: size, maxLength: size })
      .filter((bytes) => bytes.some((byte) => byte !== 0))
      .chain((bytes) => fc.nat(size - 1).map((zeros) => [...bytes.fill(0, 0, zeros).fill(1, size - 1)]))
  const numbers = fc.constantFrom(32, 48, 66).chain((size) => fc.tuple(number(size), number(size)))
  fc.assert(
    fc.property(numbers, ([r, s]) => {
      const content = [...integer(r), ...integer(s)]
      const der = [0x30, ...(content.length < 128 ? [] : [0x81]), content.length, ...content]
      expect([...joseSignature(Uint8Array.from(der), r.length)]).toEqual([...r, ...s])
    }),
  )
})
