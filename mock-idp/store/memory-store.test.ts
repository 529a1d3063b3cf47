import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMemoryStore } from './memory-store.ts'

const key = fc.constantFrom('a', 'b', 'b:1', 'c')
const seconds = fc.constantFrom(1, 5)
const step = fc.oneof(
  fc.record({ verb: fc.constantFrom('set' as const, 'add' as const), key, value: fc.jsonValue(), seconds }),
  fc.record({ verb: fc.constantFrom('get' as const, 'take' as const, 'delete' as const, 'clear' as const), key }),
  fc.record({ verb: fc.constant('wait' as const), seconds: fc.constantFrom(0.5, 2) }),
)

test('behaves like a list of entries with an expiry', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      let now = 0
      const store = createMemoryStore({ clock: () => now })
      let model: { key: string; json: string; until: number }[] = []
      for (const one of steps) {
        model = model.filter(({ until }) => until > now)
        if (one.verb === 'wait') {
          now += one.seconds * 1000
          continue
        }
        const known = model.find((entry) => entry.key === one.key)
        const others = model.filter((entry) => entry !== known)
        const value = known && JSON.parse(known.json)
        switch (one.verb) {
          case 'get':
            expect(await store.get(one.key)).toEqual(value)
            break
          case 'take':
            expect(await store.take(one.key)).toEqual(value)
            model = others
            break
          case 'delete':
            expect(await store.delete(one.key)).toBe(known !== undefined)
            model = others
            break
          case 'clear':
            await store.clear(one.key)
            model = model.filter((entry) => !entry.key.startsWith(one.key))
            break
          default:
            if (one.verb === 'set') await store.set(one.key, one.value, one.seconds)
            else expect(await store.add(one.key, one.value, one.seconds)).toBe(known === undefined)
            if (one.verb === 'add' && known) break
            model = [...others, { key: one.key, json: JSON.stringify(one.value), until: now + one.seconds * 1000 }]
        }
      }
    }),
  )
})

test('deletes expired entries, then the oldest ones, when it is full', async () => {
  let now = 0
  const store = createMemoryStore({ limit: 3, clock: () => now })
  await store.set('first', 1, 60)
  await store.set('brief', 1, 1)
  await store.set('third', 1, 60)
  now = 2000
  await store.set('fourth', 1, 60)
  expect(await store.get('first')).toBe(1)
  await store.set('first', 2, 60)
  await store.set('fifth', 1, 60)
  expect([await store.get('first'), await store.get('third')]).toEqual([2, undefined])
})

test('removes the oldest sixty-fourth, and no more, when it is full', async () => {
  const limit = 6400
  const store = createMemoryStore({ limit })
  for (let index = 0; index <= limit; index++) await store.set(`key:${index}`, index, 60)
  const kept = await Promise.all([0, 99, 100, limit].map((index) => store.get(`key:${index}`)))
  expect(kept).toEqual([undefined, undefined, 100, limit])
})
