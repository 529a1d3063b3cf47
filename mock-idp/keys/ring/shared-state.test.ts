import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../store/memory-store.ts'
import { openStore } from '../../store/open-store.ts'
import { scopedStore } from '../../store/scoped-store.ts'
import type { Store } from '../../store/store.ts'
import { missingRedis, type RedisServer, startRedis } from '../../test/support/redis-server.ts'
import type { DeclaredKeys, KeyRingOptions } from './options.ts'
import { createKeyRing } from './ring.ts'

const kidsOf = async (ring: ReturnType<typeof createKeyRing>) => (await ring.published()).map(({ kid }) => kid)
const activeOf = async (ring: ReturnType<typeof createKeyRing>) => (await ring.signer({})).key.kid

const contract = (storeFor: (name: string) => Promise<Store>) => {
  let count = 0
  const replicas = async (keys: DeclaredKeys, options: KeyRingOptions = {}, number = 2) => {
    const store = scopedStore(await storeFor(`ring-${count}`), `ring-${count++}:`)
    return Array.from({ length: number }, () => createKeyRing(keys, { ...options, store })) as [
      ReturnType<typeof createKeyRing>,
      ReturnType<typeof createKeyRing>,
      ...ReturnType<typeof createKeyRing>[],
    ]
  }

  test('replicas that start concurrently have the same keys', async () => {
    const rings = await replicas(['RS256', 'ES256', 'EdDSA'], {}, 6)
    const kids = await Promise.all(rings.map(kidsOf))
    expect(new Set(kids.map(String)).size).toBe(1)
    expect(kids[0]).toHaveLength(3)
  })

  test('a change by one replica is visible to the other at once', async () => {
    const [one, other] = await replicas(['ES256', 'EdDSA'])
    const [first = ''] = await kidsOf(one)
    const published = await other.published()
    expect(await other.published()).toBe(published)
    const [rotated] = await one.rotate({ alg: 'ES256', mode: 'withdraw' })
    expect(await activeOf(other)).toBe(rotated?.current)
    expect(await kidsOf(other)).toEqual(await kidsOf(one))
    expect((await other.signer({ kid: first })).key.kid).toBe(first)
    await other.restore(first, { active: true })
    expect(await activeOf(one)).toBe(first)
    await other.schedule({ every: 60 })
    expect(await one.rotation()).toMatchObject({ every: 60 })
    await one.reset()
    expect(await activeOf(other)).toBe(first)
    expect(await other.rotation()).toBeNull()
  })

  test('concurrent rotations by both are executed one after the other', async () => {
    const [one, other] = await replicas(['ES256'])
    const rotations = (await Promise.all([one, other, one, other, one, other].map((ring) => ring.rotate()))).flat()
    expect(new Set(rotations.map(({ previous }) => previous)).size).toBe(6)
    expect(await kidsOf(one)).toEqual(await kidsOf(other))
    expect(await kidsOf(one)).toHaveLength(7)
  })

  test('a rotation that is due happens once', async () => {
    const clock = { now: 1000 }
    const rings = await replicas(['ES256'], { schedule: { every: 100 }, now: () => clock.now }, 4)
    const [before = ''] = await kidsOf(rings[0])
    clock.now = 1100
    const kids = new Set(await Promise.all(rings.map(activeOf)))
    expect(kids.size).toBe(1)
    expect(kids).not.toContain(before)
    expect(await rings[1].states()).toHaveLength(2)
  })

  test('imported keys are shared, too, and derived keys are equal', async () => {
    const own = (kid: string) => ({
      ...{ alg: 'ES256', kid },
      privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    })
    const [one, other] = await replicas([own('declared'), 'EdDSA'], { seed: 'seed' })
    await one.add(own('added'))
    expect(await kidsOf(other)).toEqual(await kidsOf(one))
    expect((await other.signer({ kid: 'added' })).key.privateKey.type).toBe('private')
    await other.rotate()
    expect(await kidsOf(one)).toHaveLength(5)
    expect(await kidsOf(one)).toEqual(await kidsOf(other))
  })

  test('the keys are the same after a restart, and another configuration has others', async () => {
    const store = scopedStore(await storeFor('restart'), 'restart:')
    const before = createKeyRing(['ES256'], { store })
    await before.rotate()
    expect(await kidsOf(createKeyRing(['ES256'], { store }))).toEqual(await kidsOf(before))
    expect((await createKeyRing(['ES384'], { store }).signer({})).algorithm.name).toBe('ES384')
  })

  test('after the store is cleared there are new keys, the same for all', async () => {
    const store = scopedStore(await storeFor('emptied'), 'emptied:')
    const [one, other] = [createKeyRing(['ES256'], { store }), createKeyRing(['ES256'], { store })]
    const before = await kidsOf(one)
    await other.published()
    await store.clear('')
    expect(await kidsOf(one)).toEqual(await kidsOf(other))
    expect(await kidsOf(one)).not.toEqual(before)
  })
}

describe('in one process', () => {
  const store = createMemoryStore()
  contract(async () => store)
})

describe.skipIf(missingRedis)(`in Redis${missingRedis ? ` (${missingRedis})` : ''}`, () => {
  let redis: RedisServer
  let store: Store
  beforeAll(async () => {
    redis = await startRedis()
    store = await openStore(redis.url)
    return async () => {
      await store.close()
      await redis.stop()
    }
  })
  contract(async () => store)
})
