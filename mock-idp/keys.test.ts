import { generateKeyPairSync } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { createKeyRing } from './keys.ts'

const kids = async (ring: ReturnType<typeof createKeyRing>) => (await ring.published()).map(({ kid }) => kid)
const active = async (ring: ReturnType<typeof createKeyRing>, alg: string) => (await ring.signer({ alg })).key.kid

test('the default keys are two for RS256 and one for each of ES256, ES384 and EdDSA, without private members', async () => {
  const published = (await createKeyRing().published()).map(({ jwk }) => jwk)
  expect(published.map(({ alg }) => alg)).toEqual(['RS256', 'RS256', 'ES256', 'ES384', 'EdDSA'])
  for (const jwk of published) {
    expect(
      Object.keys(jwk).filter((name) => !['kid', 'use', 'alg', 'kty', 'crv', 'n', 'e', 'x', 'y'].includes(name)),
    ).toEqual([])
    expect(jwk.kid).toBe(await calculateJwkThumbprint(jwk as JWK))
  }
})

test('published keys are the same array until they change', async () => {
  const ring = createKeyRing(['ES256'])
  expect(await ring.published()).toBe(await ring.published())
})

describe('rotation', () => {
  test('with overlap keeps the replaced key published', async () => {
    const ring = createKeyRing(['ES256', 'EdDSA'])
    const before = await kids(ring)
    const [rotated] = await ring.rotate({ alg: 'ES256' })
    expect(rotated).toEqual({ alg: 'ES256', previous: before[0], current: await active(ring, 'ES256') })
    expect(await kids(ring)).toEqual([...before, rotated?.current])
  })

  test('with withdraw takes it away at once, and it still signs when named', async () => {
    const ring = createKeyRing(['ES256'])
    const [before = ''] = await kids(ring)
    const [rotated] = await ring.rotate({ mode: 'withdraw' })
    expect(await kids(ring)).toEqual([rotated?.current])
    expect((await ring.signer({ kid: before })).key.kid).toBe(before)
  })

  test('of all algorithms leaves other published keys', async () => {
    const ring = createKeyRing(['ES256', 'ES256', 'EdDSA'])
    const [first, second, third] = await kids(ring)
    const rotated = await ring.rotate({ mode: 'withdraw' })
    expect(rotated.map(({ previous }) => previous)).toEqual([first, third])
    expect(await kids(ring)).toEqual([second, ...rotated.map(({ current }) => current)])
  })

  test('many at once end in one active key, and none is lost', async () => {
    const ring = createKeyRing(['ES256'])
    const rotations = (await Promise.all(Array.from({ length: 8 }, () => ring.rotate()))).flat()
    expect(rotations.slice(1).map(({ previous }) => previous)).toEqual(
      rotations.slice(0, -1).map(({ current }) => current),
    )
    expect(await kids(ring)).toHaveLength(9)
    expect((await ring.states()).filter((state) => state.active)).toHaveLength(1)
  })

  test('of an algorithm without key is refused', async () => {
    await expect(createKeyRing(['ES256']).rotate({ alg: 'RS256' })).rejects.toMatchObject({ code: 'UNKNOWN_ALG' })
  })
})

describe('withdrawal', () => {
  test('of the active key makes its sibling active', async () => {
    const ring = createKeyRing(['ES256', 'ES256'])
    const [first = '', second] = await kids(ring)
    await ring.withdraw(first)
    expect(await kids(ring)).toEqual([second])
    expect(await active(ring, 'ES256')).toBe(second)
  })

  test('of the only key puts a fresh one in its place, and a second time changes nothing', async () => {
    const ring = createKeyRing(['ES256'])
    const [only = ''] = await kids(ring)
    await Promise.all([ring.withdraw(only), ring.withdraw(only)])
    expect(await kids(ring)).toEqual([await active(ring, 'ES256')])
    expect(await kids(ring)).not.toContain(only)
  })

  test('of an unknown key is refused', async () => {
    await expect(createKeyRing(['ES256']).withdraw('nowhere')).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
  })
})

describe('a key of your own', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  test('signs as KeyObject or JWK, under your kid', async () => {
    const ring = createKeyRing([{ alg: 'ES256', privateKey: privateKey.export({ format: 'jwk' }), kid: 'mine' }])
    expect(await kids(ring)).toEqual(['mine'])
    expect(ring.privateKey('mine').equals(privateKey)).toBe(true)
  })

  test.each([
    [{ alg: 'RS256', privateKey }, 'KEY_MISMATCH'],
    [{ alg: 'ES256', privateKey: publicKey }, 'OPTIONS'],
    [{ alg: 'ES256', privateKey: publicKey.export({ format: 'jwk' }) }, 'OPTIONS'],
    [{ alg: 'HS256', privateKey }, 'UNKNOWN_ALG'],
  ])('that does not fit is refused', (key, code) => {
    expect(() => createKeyRing([key])).toThrow(expect.objectContaining({ code }))
  })
})
