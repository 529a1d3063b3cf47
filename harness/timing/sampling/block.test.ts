import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Durations, fastestQuarter, summarise } from './block.ts'

const durations = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })
const block = fc.tuple(durations, durations, durations, durations)

it('the fastest quarter has at least one value', () => {
  expect(fastestQuarter([7])).toBe(7)
  expect(fastestQuarter([9, 7, 8])).toBe(7)
  expect(fastestQuarter([9, 7, 8, 5, 50, 60, 70, 80])).toBe(6)
})

it('slow values do not count', () => {
  expect(fastestQuarter([1, 2, 3, 1e9])).toBe(fastestQuarter([1, 2, 3, 4]))
})

it('a shift of one group moves its mean by that much, and nothing else', () => {
  fc.assert(
    fc.property(block, fc.double({ min: -1e5, max: 1e5, noNaN: true }), ([one, two, three, four], shift) => {
      const plus = (values: readonly number[]) => values.map((value) => value + shift)
      const before = summarise([one, two, three, four])
      const after = summarise([one, two, plus(three), plus(four)])
      expect(after.left).toBe(before.left)
      expect(after.right).toBeCloseTo(before.right + shift, 4)
      expect(after.control).toBeCloseTo(before.control, 4)
    }),
  )
})

it('swapping the groups swaps their means; swapping halves only turns the sign of the control', () => {
  fc.assert(
    fc.property(block, ([one, two, three, four]) => {
      const before = summarise([one, two, three, four])
      const swapped: Durations = [three, four, one, two]
      expect(summarise(swapped)).toEqual({ ...before, left: before.right, right: before.left })
      const turned = summarise([two, one, four, three])
      expect(turned.left).toBeCloseTo(before.left, 6)
      expect(turned.control).toBeCloseTo(-before.control, 6)
    }),
  )
})
