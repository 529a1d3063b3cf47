import fc from 'fast-check'
import { expect, it } from 'vitest'
import { balancedOrder } from './order.ts'

it('each arm comes equally often, whatever is drawn', () => {
  const draw = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), draw, (quarter, numbers) => {
      const order = balancedOrder(quarter * 4, () => numbers.next().value)
      for (const arm of [0, 1, 2, 3]) expect(order.filter((each) => each === arm)).toHaveLength(quarter)
    }),
  )
})

it('every arm comes first about as often, and behind every other', () => {
  const rounds = 8000
  const first = [0, 0, 0, 0]
  const behind = new Map<string, number>()
  for (let round = 0; round < rounds; round++) {
    const order = balancedOrder(4, Math.random)
    first[order[0] ?? 0] = (first[order[0] ?? 0] ?? 0) + 1
    behind.set(order.join(), (behind.get(order.join()) ?? 0) + 1)
  }
  // Ten standard deviations.
  for (const count of first) expect(Math.abs(count - rounds / 4)).toBeLessThan(10 * Math.sqrt(rounds * 0.25 * 0.75))
  expect(behind.size).toBe(24)
})

it('four arms cannot share any other number of shots', () => {
  expect(() => balancedOrder(6, Math.random)).toThrow(RangeError)
})
