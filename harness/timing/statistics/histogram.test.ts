import fc from 'fast-check'
import { expect, it } from 'vitest'
import { histograms } from './histogram.ts'

it('counts every value once, over bins that all sets share', () => {
  const values = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 200 })
  fc.assert(
    fc.property(values, values, (one, other) => {
      const [first, second] = histograms([one, other], [0, 90])
      const total = (counts: readonly number[] = []) => counts.reduce((sum, count) => sum + count, 0)
      expect(total(first?.counts)).toBe(one.length)
      expect(total(second?.counts)).toBe(other.length)
      expect([first?.from, first?.width]).toEqual([second?.from, second?.width])
      expect(first?.width).toBeGreaterThan(0)
    }),
  )
})

it('values far outside are counted in the last bin', () => {
  const [counted] = histograms([[...Array.from({ length: 99 }, (_, at) => at), 1e9]], [0, 98])
  expect((counted?.from ?? 0) + (counted?.width ?? 0) * (counted?.counts.length ?? 0)).toBeLessThan(200)
  expect(counted?.counts.at(-1)).toBeGreaterThan(1)
})
