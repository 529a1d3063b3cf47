import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quantile } from './quantile.ts'

const values = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 60 })
const percents = fc.integer({ min: 1, max: 100 })

test('a quantile is one of the values, and the least that so many do not exceed', () => {
  fc.assert(
    fc.property(values, percents, (all, percent) => {
      const found = quantile(percent, all)
      expect(all).toContain(found)
      expect(all.filter((value) => value <= found).length * 100).toBeGreaterThanOrEqual(percent * all.length)
      expect(all.filter((value) => value < found).length * 100).toBeLessThan(percent * all.length)
    }),
  )
})

test.each([
  [95, 20, 19],
  [95, 40, 38],
  [95, 8, 8],
  [50, 5, 3],
  [50, 10, 5],
])('%i %% of %i values do not exceed the one in place %i', (percent, count, place) => {
  const values = Array.from({ length: count }, (_, index) => count - index)
  expect(quantile(percent, values)).toBe(place)
})

test('of nothing is 0', () => {
  expect(quantile(50, [])).toBe(0)
})
