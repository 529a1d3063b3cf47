import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, quantile, quantiles } from './quantile.ts'

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
  [0, 20, 1],
  [95, 20, 19],
  [95, 40, 38],
  [95, 8, 8],
  [50, 5, 3],
  [50, 10, 5],
  [100, 7, 7],
])('%i %% of %i values do not exceed the one at rank %i', (percent, count, rank) => {
  const values = Array.from({ length: count }, (_, index) => count - index)
  expect(quantile(percent, values)).toBe(rank)
})

test('several quantiles are those that are found one by one', () => {
  fc.assert(
    fc.property(values, fc.array(percents), (all, shares) => {
      expect(quantiles(shares, all)).toEqual(shares.map((share) => quantile(share, all)))
    }),
  )
})

test('the median is the quantile of 50 %; without values all are 0', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect([median([]), ...quantiles([0, 95], [])]).toEqual([0, 0, 0])
})
