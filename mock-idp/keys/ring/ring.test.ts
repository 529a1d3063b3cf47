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

test('what signs first is made first, and waits for no other key', async () => {
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

  test('of the only key puts a fresh one in its tenantPath, and a second time changes nothing', async () => {
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

describe('a withdrawn key', () => {
  test('comes back where it was, and signs only when asked to', async () => {
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

  test.each(['restore', 'activate'] as const)('%s refuses an unknown one', async (verb) => {
    await expect(createKeyRing(['ES256'])[verb]('nowhere')).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
  })

  test('is forgotten after many others', async () => {
    const ring = createKeyRing(['ES256'])
    for (let rotation = 0; rotation < 70; rotation++) await ring.rotate({ mode: 'withdraw' })
    expect(await ring.states()).toHaveLength(66)
  })
})

describe('one more key', () => {
  test('is published and does not sign, unless it is the first of its algorithm', async () => {
    const ring = createKeyRing(['ES256'])
    const [first] = await kids(ring)
    const more = [await ring.add({ alg: 'ES256' }), await ring.add({ alg: 'EdDSA' })]
    expect(await kids(ring)).toEqual([first, ...more])
    expect([await active(ring, 'ES256'), await active(ring, 'EdDSA')]).toEqual([first, more[1]])
    expect(ring.algs).toEqual(['ES256', 'EdDSA'])
  })

  test('of your own signs under its kid, and a kid cannot be there twice', async () => {
    const ring = createKeyRing(['ES256'])
    const key = { alg: 'ES256', kid: 'mine', privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }
    expect(await ring.add(key)).toBe('mine')
    expect((await ring.signer({ kid: 'mine' })).key.privateKey.equals(key.privateKey)).toBe(true)
    await expect(ring.add(key)).rejects.toMatchObject({ code: 'OPTIONS' })
    expect(() => createKeyRing([key, key])).toThrow(expect.objectContaining({ code: 'OPTIONS' }))
    await expect(ring.add({ alg: 'HS256' })).rejects.toMatchObject({ code: 'UNKNOWN_ALG' })
  })

  test('takes its turn where all published keys are active', async () => {
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

test('a reset brings back the keys of the start, and only those', async () => {
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
