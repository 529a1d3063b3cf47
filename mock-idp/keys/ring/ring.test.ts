import { generateKeyPairSync } from 'node:crypto'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { createKeyRing } from './ring.ts'

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

test('the key that signs is generated first', async () => {
  const ring = createKeyRing()
  const { key } = await ring.signer({})
  expect(() => ring.privateKey('unknown')).toThrow(`only ${key.kid}. `)
  const [first] = await ring.rotate({ alg: 'ES256' })
  expect(() => ring.privateKey('unknown')).toThrow(`only ${key.kid}, ${first?.previous}, ${first?.current}. `)
})

describe('rotation', () => {
  test('with overlap keeps the replaced key published', async () => {
    const ring = createKeyRing(['ES256', 'EdDSA'])
    const before = await kids(ring)
    const [rotated] = await ring.rotate({ alg: 'ES256' })
    expect(rotated).toEqual({ alg: 'ES256', previous: before[0], current: await active(ring, 'ES256') })
    expect(await kids(ring)).toEqual([...before, rotated?.current])
  })

  test('with withdraw unpublishes it at once, and it still signs if a recipe names it', async () => {
    const ring = createKeyRing(['ES256'])
    const [before = ''] = await kids(ring)
    const [rotated] = await ring.rotate({ mode: 'withdraw' })
    expect(await kids(ring)).toEqual([rotated?.current])
    expect((await ring.signer({ kid: before })).key.kid).toBe(before)
  })

  test('of all algorithms keeps other published keys', async () => {
    const ring = createKeyRing(['ES256', 'ES256', 'EdDSA'])
    const [first, second, third] = await kids(ring)
    const rotated = await ring.rotate({ mode: 'withdraw' })
    expect(rotated.map(({ previous }) => previous)).toEqual([first, third])
    expect(await kids(ring)).toEqual([second, ...rotated.map(({ current }) => current)])
  })

  test('many times concurrently leaves one active key and loses none', async () => {
    const ring = createKeyRing(['ES256'])
    const rotations = (await Promise.all(Array.from({ length: 8 }, () => ring.rotate()))).flat()
    expect(rotations.slice(1).map(({ previous }) => previous)).toEqual(
      rotations.slice(0, -1).map(({ current }) => current),
    )
    expect(await kids(ring)).toHaveLength(9)
    expect((await ring.states()).filter((state) => state.active)).toHaveLength(1)
  })

  test('of an algorithm without a key is rejected', async () => {
    await expect(createKeyRing(['ES256']).rotate({ alg: 'RS256' })).rejects.toMatchObject({ code: 'UNKNOWN_ALG' })
  })
})

describe('withdrawal', () => {
  test('of the active key makes the other key of its algorithm active', async () => {
    const ring = createKeyRing(['ES256', 'ES256'])
    const [first = '', second] = await kids(ring)
    await ring.withdraw(first)
    expect(await kids(ring)).toEqual([second])
    expect(await active(ring, 'ES256')).toBe(second)
  })

  test('of the only key creates a new one, and a second withdrawal changes nothing', async () => {
    const ring = createKeyRing(['ES256'])
    const [only = ''] = await kids(ring)
    await Promise.all([ring.withdraw(only), ring.withdraw(only)])
    expect(await kids(ring)).toEqual([await active(ring, 'ES256')])
    expect(await kids(ring)).not.toContain(only)
  })

  test('of an unknown key is rejected', async () => {
    await expect(createKeyRing(['ES256']).withdraw('nowhere')).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
  })
})

describe('a withdrawn key', () => {
  test('is restored at its place, and signs only if a recipe names it', async () => {
    const ring = createKeyRing(['ES256', 'ES256'])
    const [first = '', second = ''] = await kids(ring)
    await ring.withdraw(first)
    await ring.restore(first)
    expect(await kids(ring)).toEqual([first, second])
    expect(await active(ring, 'ES256')).toBe(second)
    await ring.withdraw(first)
    await ring.restore(first, { active: true })
    expect(await active(ring, 'ES256')).toBe(first)
    await ring.withdraw(second)
    await ring.activate(second)
    expect([await kids(ring), await active(ring, 'ES256')]).toEqual([[first, second], second])
  })

  test.each(['restore', 'activate'] as const)('%s rejects an unknown one', async (verb) => {
    await expect(createKeyRing(['ES256'])[verb]('nowhere')).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
  })

  test('is deleted after many others', async () => {
    const ring = createKeyRing(['ES256'])
    for (let rotation = 0; rotation < 70; rotation++) await ring.rotate({ mode: 'withdraw' })
    expect(await ring.states()).toHaveLength(66)
  })
})

describe('an added key', () => {
  test('is published and does not sign, unless it is the first of its algorithm', async () => {
    const ring = createKeyRing(['ES256'])
    const [first] = await kids(ring)
    const more = [await ring.add({ alg: 'ES256' }), await ring.add({ alg: 'EdDSA' })]
    expect(await kids(ring)).toEqual([first, ...more])
    expect([await active(ring, 'ES256'), await active(ring, 'EdDSA')]).toEqual([first, more[1]])
    expect(ring.algs).toEqual(['ES256', 'EdDSA'])
  })

  test('that is imported signs with its kid, which must be unique', async () => {
    const ring = createKeyRing(['ES256'])
    const key = { alg: 'ES256', kid: 'mine', privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }
    expect(await ring.add(key)).toBe('mine')
    expect((await ring.signer({ kid: 'mine' })).key.privateKey.equals(key.privateKey)).toBe(true)
    await expect(ring.add(key)).rejects.toMatchObject({ code: 'OPTIONS' })
    expect(() => createKeyRing([key, key])).toThrow(expect.objectContaining({ code: 'OPTIONS' }))
    await expect(ring.add({ alg: 'HS256' })).rejects.toMatchObject({ code: 'UNKNOWN_ALG' })
  })

  test('signs in turn if all published keys are active', async () => {
    const ring = createKeyRing(['ES256', 'EdDSA', 'ES256'], { activeKeys: 'all' })
    const more = await ring.add({ alg: 'ES256' })
    const [one = '', , two = ''] = await kids(ring)
    const signed = [await active(ring, 'ES256'), await active(ring, 'ES256'), await active(ring, 'ES256')]
    expect(signed.toSorted()).toEqual([one, two, more].toSorted())
    await ring.withdraw(one)
    expect([await active(ring, 'ES256'), await active(ring, 'ES256')].toSorted()).toEqual([two, more].toSorted())
    expect((await ring.states()).map((state) => state.active)).toEqual([false, true, true, true])
  })
})

test('a reset restores the initial keys, and only those', async () => {
  const ring = createKeyRing(['ES256', 'ES256', 'EdDSA'])
  const start = await kids(ring)
  await ring.rotate({ mode: 'withdraw' })
  await ring.add({ alg: 'ES384' })
  await ring.withdraw(start[1] ?? '')
  await ring.reset()
  expect(await kids(ring)).toEqual(start)
  expect(await active(ring, 'ES256')).toBe(start[0])
  expect(ring.algs).toEqual(['ES256', 'EdDSA'])
  expect(await ring.states()).toHaveLength(3)
  const [rotated] = await ring.rotate({ alg: 'ES256' })
  expect(start).not.toContain(rotated?.current)
})

describe('an imported key', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

  test('can be a KeyObject or a JWK, and keeps its kid', async () => {
    const ring = createKeyRing([{ alg: 'ES256', privateKey: privateKey.export({ format: 'jwk' }), kid: 'mine' }])
    expect(await kids(ring)).toEqual(['mine'])
    expect(ring.privateKey('mine').equals(privateKey)).toBe(true)
  })

  test.each([
    [{ alg: 'RS256', privateKey }, 'KEY_MISMATCH'],
    [{ alg: 'ES256', privateKey: publicKey }, 'OPTIONS'],
    [{ alg: 'ES256', privateKey: publicKey.export({ format: 'jwk' }) }, 'OPTIONS'],
    [{ alg: 'HS256', privateKey }, 'UNKNOWN_ALG'],
  ])('that does not fit is rejected', (key, code) => {
    expect(() => createKeyRing([key])).toThrow(expect.objectContaining({ code }))
  })
})
