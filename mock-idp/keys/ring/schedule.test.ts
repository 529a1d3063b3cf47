import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKeyRing } from './ring.ts'
import type { RotationSchedule } from './rotation.ts'

const setUp = (schedule: RotationSchedule | null, keys = ['ES256']) => {
  const clock = { now: 1000 }
  const ring = createKeyRing(keys, { schedule, now: () => clock.now })
  const at = async (time: number) => {
    clock.now = time
    const states = await ring.states()
    const of = (picks: (state: (typeof states)[number]) => boolean) => states.filter(picks).map(({ kid }) => kid)
    return { states, active: of((state) => state.active), published: of((state) => state.published) }
  }
  return { ring, clock, at }
}

test('keys are rotated when it is due, and withdrawn after the overlap', async () => {
  const { at } = setUp({ every: 100, overlap: 30 }, ['ES256', 'EdDSA'])
  const start = await at(1099)
  const rotated = await at(1100)
  expect(rotated.active).toHaveLength(2)
  expect(rotated.published).toEqual([...start.active, ...rotated.active])
  expect(rotated.states.map(({ withdrawAt }) => withdrawAt)).toEqual([1130, 1130, undefined, undefined])
  expect((await at(1129)).published).toEqual(rotated.published)
  expect((await at(1130)).published).toEqual(rotated.active)
  expect((await at(1199)).active).toEqual(rotated.active)
  expect((await at(1200)).active).not.toEqual(rotated.active)
})

test('the next key is published before it signs', async () => {
  const { at } = setUp({ every: 100, announce: 20 })
  const start = await at(1079)
  const announced = await at(1080)
  const [, next] = announced.published
  expect(announced.active).toEqual(start.active)
  expect(announced.states[1]).toMatchObject({ kid: next, activeAt: 1100, active: false })
  expect(await at(1100)).toMatchObject({ active: [next], published: [next] })
})

test('a clock that jumps far ahead causes few rotations, and one that is moved back delays none', async () => {
  const { ring, at, clock } = setUp({ every: 10, overlap: 1000 })
  const start = await at(1000)
  const later = await at(1_000_003)
  expect(later.states).toHaveLength(4)
  expect(later.published).not.toContain(start.active[0])
  expect(await ring.rotation()).toEqual({ every: 10, overlap: 1000, announce: 0, next: 1_000_010 })
  clock.now = 2000
  expect(await ring.rotation()).toMatchObject({ next: 2010 })
  expect((await at(2010)).active).not.toEqual(later.active)
})

test('without overlap only the newest key is left, also after a long time without requests', async () => {
  const { at } = setUp({ every: 10 })
  await at(1000)
  expect(await at(1055)).toMatchObject({ states: { length: 2 }, published: { length: 1 } })
})

test('concurrent requests at a due rotation get the same key', async () => {
  const { ring, clock } = setUp({ every: 10 })
  clock.now = 1010
  const signers = await Promise.all(Array.from({ length: 20 }, () => ring.signer({})))
  expect(new Set(signers.map(({ key }) => key.kid)).size).toBe(1)
  expect(await ring.states()).toHaveLength(2)
})

test('it can be changed and ended, and a reset restores it', async () => {
  const { ring, at, clock } = setUp({ every: 10 })
  clock.now = 1005
  await ring.schedule({ every: 100, overlap: 5 })
  const before = await at(1104)
  expect((await at(1105)).active).not.toEqual(before.active)
  await ring.schedule(null)
  expect(await ring.rotation()).toBeNull()
  // The overlap that has begun still ends.
  expect((await at(999_999)).published).toHaveLength(1)
  await ring.reset()
  expect(await ring.rotation()).toMatchObject({ every: 10, next: 1_000_009 })
})

test('a manual rotation can have an overlap, too', async () => {
  const { ring, at } = setUp(null)
  await ring.rotate({ overlap: 60 })
  expect((await at(1059)).published).toHaveLength(2)
  expect((await at(1060)).published).toHaveLength(1)
})

describe('a schedule', () => {
  test.each([
    { every: 0 },
    { every: Number.NaN },
    { every: Infinity },
    { every: 10, overlap: -1 },
    { every: 10, announce: 10 },
    { every: 10, announce: -1 },
  ])('%j is rejected', async (schedule) => {
    expect(() => setUp(schedule)).toThrow(expect.objectContaining({ code: 'OPTIONS' }))
    await expect(setUp(null).ring.schedule(schedule)).rejects.toMatchObject({ code: 'OPTIONS' })
  })
})

test('each algorithm always has one active key, which is published, whatever the clock does', async () => {
  const schedule = fc.record({ every: fc.integer({ min: 1, max: 50 }), overlap: fc.nat(200), announce: fc.constant(0) })
  await fc.assert(
    fc.asyncProperty(schedule, fc.array(fc.integer({ min: -100, max: 300 }), { maxLength: 8 }), async (plan, jumps) => {
      const { at, clock } = setUp(plan, ['ES256', 'EdDSA'])
      for (const jump of jumps) {
        const { states, active, published } = await at(clock.now + jump)
        expect(active).toHaveLength(2)
        expect(published).toEqual(expect.arrayContaining(active))
        expect(states.length).toBeLessThan(2 * 70)
      }
    }),
    { numRuns: 50 },
  )
})
