import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hodgesLehmann, signedRank } from './signed-rank.ts'

/** Depression before and after therapy: M. Hollander, D. A. Wolfe, Nonparametric Statistical Methods (1973), page 29. */
const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
const depression = before.map((value, at) => value - (after[at] ?? 0))

const differences = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })
const factor = fc.double({ min: 0.001, max: 1000, noNaN: true })

describe('signedRank', () => {
  it('has the published value', () => {
    // V = 40 of 9 pairs: (40 - 22.5) / sqrt(71.25).
    expect(signedRank(depression)).toBeCloseTo(2.0732, 4)
  })

  it('shares ranks among ties and leaves zeros out, as scipy 1.17 does', () => {
    expect(signedRank([1, -1, 2, 2, -3, 0, 4, 5, -5, 6, 6, 6])).toBeCloseTo(1.695179, 5)
  })

  it('is 0 where there is nothing to rank', () => {
    expect(signedRank([])).toBe(0)
    expect(signedRank([0, 0])).toBe(0)
  })

  it('changes its sign when the groups are swapped, and does not depend on the scale', () => {
    fc.assert(
      fc.property(differences, factor, (values, by) => {
        expect(signedRank(values.map((value) => -value))).toBeCloseTo(-signedRank(values), 9)
        expect(signedRank(values.map((value) => Math.round(value) * 2 ** Math.round(Math.log2(by))))).toBeCloseTo(
          signedRank(values.map(Math.round)),
          9,
        )
      }),
    )
  })
})

describe('hodgesLehmann', () => {
  it('has the published estimate and interval', () => {
    const { difference, interval } = hodgesLehmann(depression, 1.96)
    expect(difference).toBeCloseTo(0.46, 6)
    expect(interval?.[0]).toBeCloseTo(0.01, 6)
    expect(interval?.[1]).toBeCloseTo(0.786, 6)
  })

  it('has no interval where there are too few values for its confidence', () => {
    expect(hodgesLehmann([1, 2, 3], 3)).toEqual({ difference: 2 })
    expect(() => hodgesLehmann([], 2)).toThrow(RangeError)
  })

  it('moves by the amount that is added to each difference', () => {
    const shift = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(differences, shift, (values, by) => {
        const [still, moved] = [values, values.map((value) => value + by)].map((each) => hodgesLehmann(each, 1.5))
        expect(moved?.difference).toBeCloseTo((still?.difference ?? 0) + by, 4)
        expect(moved?.interval === undefined).toBe(still?.interval === undefined)
        for (const end of [0, 1])
          expect(moved?.interval?.[end] ?? 0).toBeCloseTo(still?.interval ? (still.interval[end] ?? 0) + by : 0, 4)
      }),
    )
  })

  it('changes its sign with the groups, and its size with the scale', () => {
    fc.assert(
      fc.property(differences, factor, (values, by) => {
        const estimate = hodgesLehmann(values, 1)
        const mirrored = hodgesLehmann(
          values.map((value) => -value * by),
          1,
        )
        const close = (one: number | undefined, other: number) => expect((one ?? 0) / by).toBeCloseTo(other, 3)
        close(mirrored.difference, -estimate.difference)
        if (!estimate.interval) return
        close(mirrored.interval?.[0], -estimate.interval[1])
        close(mirrored.interval?.[1], -estimate.interval[0])
      }),
    )
  })

  it('covers exactly the shifts that the test does not reject', () => {
    const limit = 1.7
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -5000, max: 5000 }), { minLength: 12, maxLength: 40 }), (values) => {
        const { interval } = hodgesLehmann(values, limit)
        if (!interval) return
        const rejected = (shift: number) => Math.abs(signedRank(values.map((value) => value - shift))) > limit
        const margin = 1e-6
        expect(rejected(interval[0] - margin)).toBe(true)
        expect(rejected(interval[1] + margin)).toBe(true)
        if (interval[1] - interval[0] < 4 * margin) return
        expect(rejected(interval[0] + margin)).toBe(false)
        expect(rejected(interval[1] - margin)).toBe(false)
      }),
    )
  })
})
