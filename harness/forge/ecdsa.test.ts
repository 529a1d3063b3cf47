import { createECDH, generateKeyPairSync, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curves, degenerateNumbers, derSignature, rawSignature } from './ecdsa.ts'
import { encode } from './parts.ts'

const payload = encode({ sub: 'someone' })

const pairs = [
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ['ES512', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
] as const

describe('degenerate ECDSA signatures', () => {
  it.each(pairs)('of %s verify under no key, raw or DER', async (alg, { publicKey }) => {
    const curve = curves[alg]
    if (!curve) throw new Error('no curve')
    const numbers = Object.values(degenerateNumbers(curve))
    const input = `${encode({ alg })}.${payload}`
    for (const r of numbers) {
      for (const s of numbers) {
        expect(rawSignature(r, s, curve).length).toBe(2 * curve.size)
        const raw = rawSignature(r, s, curve)
        expect(verify('sha256', Buffer.from(input), { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw)).toBe(false)
        expect(verify('sha256', Buffer.from(input), publicKey, derSignature(r, s))).toBe(false)
      }
    }
  })

  it.each([
    ['ES256', 'prime256v1'],
    ['ES384', 'secp384r1'],
    ['ES512', 'secp521r1'],
  ])('know the order and the prime of %s', (alg, name) => {
    const { n, p, size } = curves[alg] ?? { n: 0n, p: 0n, size: 0 }
    const bytes = (value: bigint) => Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex')
    const ecdh = createECDH(name)
    ecdh.setPrivateKey(bytes(n - 1n))
    expect(() => ecdh.setPrivateKey(bytes(n))).toThrow()
    // The same b for two points of y² = x³ - 3x + b mod p.
    const b = [1n, 2n].map((scalar) => {
      ecdh.setPrivateKey(bytes(scalar))
      const point = ecdh.getPublicKey()
      const x = BigInt(`0x${point.subarray(1, 1 + size).toString('hex')}`)
      const y = BigInt(`0x${point.subarray(1 + size).toString('hex')}`)
      return (((y * y - x ** 3n + 3n * x) % p) + p) % p
    })
    expect(b[0]).toBe(b[1])
  })

  it('in DER are what node:crypto reads as the same numbers', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
        fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
        (r, s) => {
          const der = derSignature(r, s)
          expect(der[0]).toBe(0x30)
          expect(der[1]).toBe(der.length - 2)
          const rLength = der[3] ?? 0
          const read = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
          expect(read(der.subarray(4, 4 + rLength))).toBe(r)
          expect(read(der.subarray(6 + rLength))).toBe(s)
          expect((der[4] ?? 0) < 0x80).toBe(true)
        },
      ),
    )
  })
})
