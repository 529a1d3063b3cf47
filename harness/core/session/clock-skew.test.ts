import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clockSkew } from './clock-skew.ts'

/** What a target whose clock is `skew` ahead would send, with the Date cut to whole seconds. */
const sample = (skew: number) => (sentAt: number, travel: number) => ({
  sentAt,
  receivedAt: sentAt + 2 * travel,
  date: Math.floor((sentAt + travel + skew) / 1000) * 1000,
})

it('is 0 without samples, and for a clock that agrees', () => {
  expect(clockSkew([])).toBe(0)
  expect(clockSkew([sample(0)(1_000_999, 1), sample(0)(1_001_500, 1)])).toBe(0)
})

it('is at most 1.2 s off, whatever the travel times', () => {
  const skews = fc.integer({ min: -7_200_000, max: 7_200_000 })
  const travels = fc.array(fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 100 })), {
    minLength: 1,
  })
  fc.assert(
    fc.property(skews, travels, (skew, times) => {
      const samples = times.map(([offset, travel]) => sample(skew)(1_700_000_000_000 + offset, travel))
      expect(Math.abs(clockSkew(samples) - skew)).toBeLessThanOrEqual(1200)
    }),
  )
})
