import fc from 'fast-check'
import { calculateJwkThumbprint, importJWK, type JWK, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { mint } from '../../issuer/mint.ts'
import { createKeyRing } from '../ring/ring.ts'
import { keyFromSeed } from './derive-key.ts'

const algs = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

// Do not change these values: replicas and stored tokens of other versions depend on them.
test.each([
  ['RS256', 'vAxJ22w1Uj5mCh_6SoasPa4oUuDsrwMkXUlsgtWzits'],
  ['ES256', '3Muv96YZ6IEqN0MeZVU9_0UwkZA16fmO0qrqeNAFdag'],
  ['ES384', 'r4ICQxRDd8_IZnFlbG3l7qGEVPP089-9z7Qvo6znrME'],
  ['ES512', 'Oqjf9hB8tfjYgVVXnJ4GjsIo4Sr8bwv0T6ibDAorvmI'],
  ['EdDSA', 'qYqsvM174z28-vm0exZiKWl2KiTuTAKzLhfbDOelW6c'],
])('the %s key of a seed is the same in every version', async (alg, thumbprint) => {
  const { jwk } = await keyFromSeed({ seed: 'auth-conformance', tenant: '', alg, index: 0 })
  expect(await calculateJwkThumbprint(jwk as JWK)).toBe(thumbprint)
})

test('every seed gives keys of the right size, whose tokens verify', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.constantFrom(...algs), fc.nat(1000), async (seed, alg, index) => {
      const ring = createKeyRing([alg], { seed, tenant: `${index}` })
      const [key] = await ring.published()
      const token = await mint({ issuer: 'https://idp.example', keys: ring, now: () => Date.now() / 1000 }, {})
      await jwtVerify(token, await importJWK(key?.jwk as JWK, alg))
      if (key?.jwk.n) expect(key.privateKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
    }),
    { numRuns: 40 },
  )
})

test('the RSA key is complete: signatures with the Chinese remainder theorem verify', async () => {
  const { privateKey, jwk } = await keyFromSeed({ seed: 'rsa', tenant: '', alg: 'RS256', index: 3 })
  const { n = '', p = '', q = '', d = '', dp = '', dq = '', qi = '' } = privateKey.export({ format: 'jwk' })
  const [N, P, Q, D, DP, DQ, QI] = [n, p, q, d, dp, dq, qi].map((text) =>
    BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`),
  ) as [bigint, bigint, bigint, bigint, bigint, bigint, bigint]
  expect([P * Q === N, (65537n * D) % ((P - 1n) * (Q - 1n)), DP === D % (P - 1n), DQ === D % (Q - 1n)]).toEqual([
    true,
    1n,
    true,
    true,
  ])
  expect((QI * Q) % P).toBe(1n)
  expect(jwk.e).toBe('AQAB')
})

describe('a ring with a seed', () => {
  const kidsOf = async (ring: ReturnType<typeof createKeyRing>) => (await ring.published()).map(({ kid }) => kid)

  test('equals another one with the same seed, also after rotations, and itself after a reset', async () => {
    const [one, other] = [0, 1].map(() => createKeyRing(['ES256', 'EdDSA', 'ES256'], { seed: 'same' }))
    if (!one || !other) return
    const start = await kidsOf(one)
    expect(new Set(start).size).toBe(3)
    for (const ring of [one, other]) {
      await ring.rotate()
      await ring.rotate({ alg: 'ES256', mode: 'withdraw' })
    }
    expect(await kidsOf(one)).toEqual(await kidsOf(other))
    await one.reset()
    expect(await kidsOf(one)).toEqual(start)
    await other.reset()
    for (const ring of [other, one]) await ring.rotate()
    expect(await kidsOf(one)).toEqual(await kidsOf(other))
  })

  test('differs by seed and by tenant', async () => {
    const options = [{ seed: 'a' }, { seed: 'b' }, { seed: 'a', tenant: 'b' }, {}]
    const kids = await Promise.all(options.map((option) => kidsOf(createKeyRing(['ES256'], option))))
    expect(new Set(kids.flat()).size).toBe(4)
  })

  test('rejects an empty seed', () => {
    expect(() => createKeyRing(['ES256'], { seed: '' })).toThrow(expect.objectContaining({ code: 'OPTIONS' }))
  })
})
