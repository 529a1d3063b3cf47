import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Histogram } from '../../model/measurement.ts'
import { leaking, series, unclear, withoutLeak } from '../../test/report/measured.ts'
import { timingLine } from './line.ts'

const lineOf = (differences: Histogram, first = series()) =>
  timingLine(leaking({ first, histograms: { ...leaking().histograms, differences } }))

describe('the line of a measurement', () => {
  it('shows the differences of the blocks, with zero and the interval', () => {
    expect([leaking(), withoutLeak(), unclear()].map(timingLine)).toMatchInlineSnapshot(`
      [
        "-102 ns ▁▁▁▁▁▁▁▁▂▂▃▃▄▅▆▇|▇█[████]█▇▇▆▅▄▃▃▂▂▁▁▁▁▁▁▁▁ 150 ns",
        "-120 ns ▁▁▁▁▁▁▁▂▂▃▃▄▅▅▆▇██[██|█]██▇▆▆▅▄▃▃▂▂▁▁▁▁▁▁▁▁ 126 ns",
        "-120 ns [▁▁▁▁▁▁▁▂▂▃▄▄▅▆▇▇██|████▇▆▅▅▄▃▂▂▂▁▁▁▁▁▁▁  ] 140 ns",
      ]
    `)
  })

  it('reaches to zero, and leaves out empty bins', () => {
    const counts = [0, 0, 4, 8, 4, 0]
    const first = series({ interval: [5020, 5050] })
    expect(lineOf({ from: 5000, width: 10, counts }, first)).toMatchInlineSnapshot(
      `"0 ns |                                       █[] 5050 ns"`,
    )
    expect(lineOf({ from: -6000, width: 10, counts }, series({ interval: [-5970, -5965] }))).toMatch(/\| 0 ns$/)
  })

  it('works with very few bins', () => {
    expect(lineOf({ from: -10, width: 20, counts: [1, 0, 3] })).toMatchInlineSnapshot(
      `"-10 ns ▃▃▃▃▃▃▃|▃▃▃▃▃▃▁ [           ▃████]█████████ 50 ns"`,
    )
    expect(lineOf({ from: 0, width: 0, counts: [7] })).toMatch(/^0 ns \|█/)
    expect(lineOf({ from: 0, width: 10, counts: [0, 0] })).toBeUndefined()
    expect(lineOf({ from: 0, width: 10, counts: [] })).toBeUndefined()
  })

  it('has one zero, and no interval where none is known', () => {
    const { interval: _, ...first } = series()
    expect(lineOf(leaking().histograms.differences, first)).toMatch(/^[^[\]|]*\|[^[\]|]*$/)
  })

  it('fits a line, with marks in the order of their values', () => {
    const number = fc.integer({ min: -10_000_000, max: 10_000_000 })
    const histogram = fc.record({
      from: number,
      width: fc.integer({ min: 1, max: 100_000 }),
      counts: fc.array(fc.nat(500), { minLength: 1, maxLength: 80 }),
    })
    fc.assert(
      fc.property(histogram, number, fc.nat(1_000_000), (differences, low, width) => {
        fc.pre(differences.counts.some((count) => count > 0))
        const line = lineOf(differences, series({ interval: [low, low + width] })) ?? ''
        expect(line.length).toBeLessThan(66)
        expect(line.match(/[▁▂▃▄▅▆▇█]/g)).toContain('█')
        const marks = low > 0 ? '|[]' : low + width < 0 ? '[]|' : '[|]'
        if (low !== 0 && low + width !== 0) expect(line.replace(/[^[\]|]/g, '')).toBe(marks)
      }),
    )
  })
})
