import { describe, expect, it } from 'vitest'
import type { RawSeries } from '../../model/measurement.ts'
import { groupOf, noDurations, type Subgroup, summarise } from '../sampling/block.ts'
import { balancedOrder, type Random } from '../sampling/order.ts'
import { alphas, decideMeasurement, decideSeries, limitAt, looks } from './decide.ts'

/** A generator with a seed (Park and Miller), so that tests are deterministic. */
function seeded(seed: number): Random {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

interface Simulated {
  readonly random: Random
  readonly blocks?: number
  /** Nanoseconds of a probe, by its subgroup and how many were sent before. */
  readonly durationOf: (subgroup: Subgroup, sent: number) => number
  readonly order?: typeof balancedOrder
}

/** A series as it would be measured, with simulated durations. */
function simulate({ random, blocks = 80, durationOf, order = balancedOrder }: Simulated): RawSeries {
  let sent = 0
  const summaries = Array.from({ length: blocks }, () => {
    const durations = noDurations()
    for (const subgroup of order(16, random)) durations[subgroup].push(durationOf(subgroup, sent++))
    const { left, right, control } = summarise(durations)
    return [left, right, control] as const
  })
  return { blocks: summaries, looks: [1, 2, 3, 4].map((look) => Math.floor((blocks * look) / looks)) }
}

/** Delays as a machine has them: often small, sometimes large. */
const noise = (random: Random): number => 10_000 - 300 * Math.log(1 - random())
const leaking = (random: Random, by: number) => (subgroup: Subgroup) =>
  noise(random) + (groupOf(subgroup) === 'right' ? by : 0)
const options = { resolution: 50 }

describe('decideSeries', () => {
  it('finds a difference with its size and sign', () => {
    const random = seeded(3)
    for (const by of [150, -150]) {
      const series = decideSeries(simulate({ random, durationOf: leaking(random, by) }))
      expect(series.differs).toBe(true)
      expect(series.p).toBeLessThan(alphas.first)
      expect(Math.abs(series.difference - by)).toBeLessThan(75)
      const [low, high] = series.interval ?? [0, 0]
      expect(low < by && by < high).toBe(true)
      expect(Math.sign(low)).toBe(Math.sign(high))
    }
  })

  it('has no more false alarms in a thousand series than its level allows', () => {
    const random = seeded(11)
    const series = Array.from({ length: 1000 }, () =>
      decideSeries(simulate({ random, durationOf: leaking(random, 0), blocks: 64 })),
    )
    // Of a thousand, 10 are expected; 20 come once in five hundred tries.
    expect(series.filter(({ differs }) => differs).length).toBeLessThan(20)
    expect(series.filter(({ control }) => control.differs).length).toBeLessThan(20)
    const covered = series.filter(({ interval }) => interval && interval[0] <= 0 && interval[1] >= 0)
    expect(covered.length).toBeGreaterThan(980)
  })

  it('stops at the first look that shows it', () => {
    const random = seeded(5)
    const raw = simulate({ random, durationOf: leaking(random, 2000), blocks: 400 })
    expect(decideSeries(raw)).toMatchObject({ differs: true, look: 1, blocks: 100 })
    expect(decideSeries({ ...raw, looks: [100] })).toEqual(decideSeries(raw))
  })

  it('gives no interval where there are too few blocks for one', () => {
    const random = seeded(7)
    const series = decideSeries(simulate({ random, durationOf: leaking(random, 500), blocks: 4 }))
    expect(series).toMatchObject({ differs: false, look: 4 })
    expect(series.interval).toBeUndefined()
  })

  it('rejects a series without looks or blocks', () => {
    expect(() => decideSeries({ blocks: [[1, 2, 0]], looks: [] })).toThrow(RangeError)
    expect(() => decideSeries({ blocks: [], looks: [0] })).toThrow(RangeError)
  })
})

describe('decideMeasurement', () => {
  const seriesOf = (seed: number, by: number) => {
    const random = seeded(seed)
    return simulate({ random, durationOf: leaking(random, by), blocks: 200 })
  }

  it('a leak needs two series of one sign', () => {
    expect(decideMeasurement([seriesOf(1, 300), seriesOf(2, 300)], options).verdict).toBe('leak')
    const once = decideMeasurement([seriesOf(1, 300), seriesOf(2, 0)], options)
    expect(once).toMatchObject({ verdict: 'unclear', reason: 'a difference showed once, and not again' })
    expect(decideMeasurement([seriesOf(1, 300), seriesOf(2, -300)], options).verdict).toBe('unclear')
    expect(decideMeasurement([seriesOf(1, 300)], options).verdict).toBe('unclear')
  })

  it('the second series does not count where the first shows nothing', () => {
    const single = decideMeasurement([seriesOf(4, 0)], options)
    expect(single.verdict).toBe('none')
    expect(decideMeasurement([seriesOf(4, 0), seriesOf(5, 900)], options)).toEqual(single)
  })

  it('the verdict none needs a bound within the resolution', () => {
    const { bound = 0 } = decideMeasurement([seriesOf(4, 0)], options)
    expect(bound).toBeGreaterThan(0)
    expect(decideMeasurement([seriesOf(4, 0)], { resolution: bound }).verdict).toBe('none')
    expect(decideMeasurement([seriesOf(4, 0)], { resolution: bound * 0.99 })).toMatchObject({
      verdict: 'unclear',
      reason: 'the noise is too large',
      bound,
    })
  })

  it('the bound covers the true difference, whatever its sign', () => {
    for (const by of [-40, -20, 0, 20, 40]) {
      for (const seed of [21, 22, 23, 24]) {
        const { bound, verdict } = decideMeasurement([seriesOf(seed, by)], { resolution: 1000 })
        if (verdict === 'none') expect(bound).toBeGreaterThanOrEqual(Math.abs(by))
      }
    }
  })

  it('halves of one group that differ make it unclear', () => {
    const random = seeded(9)
    const durationOf = (subgroup: Subgroup) => noise(random) + (subgroup % 2 === 1 ? 900 : 0)
    const series = () => simulate({ random, durationOf, blocks: 200 })
    expect(decideMeasurement([series(), series()], options)).toMatchObject({
      verdict: 'unclear',
      reason: 'random halves of one group differed as well',
    })
  })

  it('rejects an empty list of series', () => {
    expect(() => decideMeasurement([], options)).toThrow(RangeError)
  })
})

describe('subgroups in a fixed order on a machine that drifts', () => {
  const drifting = (random: Random) => (_: Subgroup, sent: number) => noise(random) / 100 + sent
  const one = (order: typeof balancedOrder, seed: number) => {
    const random = seeded(seed)
    return simulate({ random, durationOf: drifting(random), blocks: 400, order })
  }

  it('would look like a difference, which the control reveals', () => {
    const sequential: typeof balancedOrder = (count) =>
      Array.from({ length: count }, (_, at) => ((at * 4) >> 4) as Subgroup)
    const raw = [one(sequential, 1), one(sequential, 2)]
    expect(decideSeries(raw[0] ?? { blocks: [], looks: [] }).differs).toBe(true)
    expect(decideMeasurement(raw, options).verdict).toBe('unclear')
  })

  it('does not in random order', () => {
    for (let seed = 1; seed <= 10; seed++) {
      expect(decideMeasurement([one(balancedOrder, seed)], options).verdict).toBe('none')
    }
  })
})

it('limits are known for each look', () => {
  const all = Array.from({ length: looks }, (_, at) => limitAt(at + 1, alphas.first))
  expect(all.toSorted((left, right) => right - left)).toEqual(all)
  expect(limitAt(looks + 1, alphas.first)).toBe(Number.POSITIVE_INFINITY)
})
