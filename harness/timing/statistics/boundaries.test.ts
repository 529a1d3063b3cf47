import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boundaries, repeatedP, smallestP } from './boundaries.ts'

// Published: C. Jennison, B. W. Turnbull, Group Sequential Methods (2000), spending by O'Brien and Fleming, alpha 0.05.
it.each([
  [2, [2.963, 1.969]],
  [3, [3.71, 2.511, 1.993]],
  [4, [4.333, 2.963, 2.359, 2.014]],
  [5, [4.877, 3.357, 2.68, 2.29, 2.031]],
])('%i looks have the published limits', (looks, published) => {
  const limits = boundaries(0.05, looks)
  expect(limits).toHaveLength(looks)
  for (const [at, limit] of limits.entries()) expect(limit).toBeCloseTo(published[at] ?? 0, 2)
})

it('the limit of a single look is the quantile of the normal distribution', () => {
  expect(boundaries(0.05, 1)[0]).toBeCloseTo(1.959964, 5)
  expect(boundaries(0.01, 1)[0]).toBeCloseTo(2.575829, 5)
})

it.each([0, 1, -1, Number.NaN])('alpha %d is rejected', (alpha) => {
  expect(() => boundaries(alpha, 4)).toThrow(RangeError)
})

it('limits fall from look to look, and rise as alpha falls', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 0.2, noNaN: true }), fc.integer({ min: 2, max: 6 }), (alpha, looks) => {
      const limits = boundaries(alpha, looks)
      const stricter = boundaries(alpha / 2, looks)
      for (const [at, limit] of limits.entries()) {
        expect(limit).toBeLessThan(limits[at - 1] ?? Number.POSITIVE_INFINITY)
        expect(limit).toBeLessThan(stricter[at] ?? 0)
      }
    }),
    { numRuns: 30 },
  )
})

it('the p-value of a large statistic at the first look is the alpha that is spent there', () => {
  // 9 has twice the tail of 9.0757 (1.128e-19), and a fourth of alpha is the tail beyond half of that, 2.843e-6.
  expect(repeatedP(9, 1, 4) / (4 * 2.843e-6)).toBeCloseTo(1, 1)
})

it('a statistic at a limit has the alpha of that limit as its p-value', () => {
  for (const alpha of [0.05, 0.01, 0.001]) {
    for (const [at, limit] of boundaries(alpha, 4).entries()) {
      // Interpolated between two of a table.
      expect(repeatedP(limit, at + 1, 4) / alpha).toBeCloseTo(1, 1)
      expect(repeatedP(-limit, at + 1, 4)).toBe(repeatedP(limit, at + 1, 4))
    }
  }
})

it('the p-value falls as the statistic rises, and becomes 0 below the smallest of the tables', () => {
  const probabilities = Array.from({ length: 60 }, (_, at) => repeatedP(at / 4, 2, 4))
  expect(probabilities[0]).toBe(1)
  expect(probabilities.at(-1)).toBe(0)
  expect(repeatedP(9, 2, 4)).toBeGreaterThan(smallestP)
  expect(probabilities.toSorted((left, right) => right - left)).toEqual(probabilities)
})
