import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRateLimit } from './rate-limit.ts'

const read = (...values: readonly string[]) => readRateLimit(values.map((value) => ['RateLimit', value] as const))

test('every item is a policy with what is left, and when there is more', () => {
  expect(read('"default";r=0;t=30')).toEqual([{ policy: 'default', remaining: 0, resetSeconds: 30 }])
  expect(read('"a";r=5', '"b";r=1;t=2;pk=:YQ==:')).toEqual([
    { policy: 'a', remaining: 5 },
    { policy: 'b', remaining: 1, resetSeconds: 2 },
  ])
  expect(readRateLimit([])).toBeUndefined()
})

test.each(['limit=10, remaining=-1', '"a"', '"a";r=-1', '"a";r=1;t="soon"', '"a";r=1.5', 'a;r=1', '"a;r=1', '10'])(
  '%s is none',
  (value) => expect(read(value)).toBeUndefined(),
)

test('what is written by the rules is read, and nothing else throws', () => {
  const counts = fc.property(fc.nat(), fc.nat(), (r, t) => {
    expect(read(`"p";r=${r};t=${t}`)).toEqual([{ policy: 'p', remaining: r, resetSeconds: t }])
  })
  fc.assert(counts)
  fc.assert(fc.property(fc.string(), (text) => void read(text)))
})
