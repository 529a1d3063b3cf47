import { describe, expect, it } from 'vitest'
import type { RawSeries } from '../../../harness/model/measurement.ts'
import { flipped, signFlips } from './sign-flips.ts'

const series = (count: number, difference: number): RawSeries => ({
  blocks: Array.from({ length: count }, () => {
    const left = 16_000 + 20 * Math.random()
    return [left, left + difference + 40 * (Math.random() - 0.5), Math.random() - 0.5] as const
  }),
  looks: [1, 2, 3, 4].map((look) => Math.round((count * look) / 4)),
})

describe('flips of signs', () => {
  it('swap the groups of a block or leave them, and change nothing else', () => {
    const raw = series(200, 5)
    const { blocks, looks } = flipped(raw, Math.random)
    expect(looks).toEqual(raw.looks)
    const swaps = blocks.filter(([left, right, control], at) => {
      const [oldLeft, oldRight, oldControl] = raw.blocks[at] ?? []
      expect(control).toBe(oldControl)
      expect([left, right].toSorted()).toEqual([oldLeft, oldRight].toSorted())
      return left !== oldLeft
    })
    expect(swaps.length).toBeGreaterThan(50)
    expect(swaps.length).toBeLessThan(150)
  })

  it('give about as many alarms as the level allows, and hardly any is confirmed', () => {
    const { alarms, confirmed } = signFlips([series(60, 0), series(80, 0)], 4000, Math.random)
    // 40 are expected at 1 %; a look at few blocks spends less than it may.
    expect(alarms).toBeGreaterThan(5)
    expect(alarms).toBeLessThan(85)
    expect(confirmed).toBeLessThan(8)
  })

  it('give an alarm where a difference is not flipped', () => {
    expect(signFlips([series(100, 50)], 20, () => 0)).toEqual({ series: 20, alarms: 20, confirmed: 20 })
  })

  it('need recordings', () => {
    expect(() => signFlips([], 1, Math.random)).toThrow(RangeError)
  })
})
