import { expect, test } from 'vitest'
import { jwks } from './jwks.ts'

test('nothing but its name need be declared', () => {
  expect(jwks.schema.parse({})).toEqual({
    newKeyWithin: 60_000,
    cacheFor: 3_600_000,
    cooldown: 30_000,
    failWithin: 10_000,
    instances: 1,
    waitAtMost: 30_000,
  })
})

test('times are durations that a check can wait for', () => {
  expect(jwks.schema.parse({ newKeyWithin: '5s', cacheFor: '1440m', cooldown: '500ms' })).toMatchObject({
    newKeyWithin: 5000,
    cacheFor: 86_400_000,
    cooldown: 500,
  })
  for (const wrong of [{ newKeyWithin: '11m' }, { cooldown: '0s' }, { failWithin: '2m' }, { instances: 0 }, { a: 1 }]) {
    expect(jwks.schema.safeParse(wrong).success).toBe(false)
  }
})
