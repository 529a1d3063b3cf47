import fc from 'fast-check'
import { expect, it } from 'vitest'
import { balancedOrder } from './order.ts'

it('each subgroup comes equally often, whatever the random numbers', () => {
  const draw = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), draw, (quarter, numbers) => {
      const order = balancedOrder(quarter * 4, () => numbers.next().value)
      for (const subgroup of [0, 1, 2, 3]) expect(order.filter((each) => each === subgroup)).toHaveLength(quarter)
    }),
  )
})

it('every subgroup comes first about as often, and every order occurs', () => {
  const rounds = 8000
  const first = [0, 0, 0, 0]
  const seen = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    const order = balancedOrder(4, Math.random)
    first[order[0] ?? 0] = (first[order[0] ?? 0] ?? 0) + 1
    seen.set(order.join(), (seen.get(order.join()) ?? 0) + 1)
  }
  // Ten standard deviations.
  for (const count of first) expect(Math.abs(count - rounds / 4)).toBeLessThan(10 * Math.sqrt(rounds * 0.25 * 0.75))
  expect(seen.size).toBe(24)
})

it('a count that is no multiple of four is rejected', () => {
  expect(() => balancedOrder(6, Math.random)).toThrow(RangeError)
})
