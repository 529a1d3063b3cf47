import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leaking, series, unclear, withoutLeak } from '../test/report/measured.ts'
import { describeMeasurement, probabilityText } from './words.ts'

describe('the words of a measurement', () => {
  it('say of a leak how large it is, how sure, which group takes longer, and that it was seen twice', () => {
    expect(describeMeasurement(leaking())).toBe(
      'leak of 24 ns [13, 36], p = 0.0004: “right up to its last bytes” takes longer than “wrong first byte”; seen twice',
    )
  })

  it('name the left group where the difference is negative', () => {
    const { confirmation: _, ...once } = leaking({ first: series({ difference: -24.4, interval: [-36.2, -13.9] }) })
    expect(describeMeasurement(once)).toBe(
      'leak of 24 ns [13, 37], p = 0.0004: “wrong first byte” takes longer than “right up to its last bytes”',
    )
  })

  it.each([
    ['9.99 µs [9.5, 10]', { difference: 9990, interval: [9500, 9999] }],
    ['12.4 µs [11.9, 13]', { difference: 12_440, interval: [11_910, 12_901] }],
    ['3140 µs [0.9, 6000]', { difference: 3_141_592, interval: [900, 6e6] }],
    ['31.4 ms [30, 33]', { difference: 31_415_926, interval: [3e7, 3.3e7] }],
    ['0.24 ns [0.031, 0.45]', { difference: 0.24, interval: [0.031, 0.449] }],
  ] as const)('use the unit that is read best: %s', (words, first) => {
    expect(describeMeasurement(leaking({ first: series(first) }))).toContain(`leak of ${words},`)
  })

  it('leave out an unknown interval', () => {
    const { interval: _, ...first } = series()
    expect(describeMeasurement(leaking({ first }))).toMatch(/^leak of 24 ns, p = 0\.0004: /)
  })

  it('say what was excluded where no leak was found', () => {
    expect(describeMeasurement(withoutLeak())).toBe('no leak larger than 12 ns at 99 %')
    const { bound: _, ...unbounded } = withoutLeak()
    expect(describeMeasurement(unbounded)).toBe('no leak larger than 50 ns at 99 %')
  })

  it('say why a measurement is inconclusive', () => {
    expect(describeMeasurement(unclear())).toBe(
      'inconclusive: could only exclude more than 141 ns; the target answered too unevenly',
    )
    const { reason: _, ...silent } = unclear()
    expect(describeMeasurement(silent)).toBe('inconclusive: could only exclude more than 141 ns')
    const { bound: __, ...unbounded } = unclear()
    expect(describeMeasurement(unbounded)).toBe('inconclusive: the target answered too unevenly')
  })

  it('never exclude more than the bound', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (bound) => {
        const [, number, unit] = /than ([\d.]+) (ns|µs|ms) at/.exec(describeMeasurement(withoutLeak({ bound }))) ?? []
        const said = Number(number) * { ns: 1, µs: 1e3, ms: 1e6 }[unit as 'ns']
        expect(said).toBeGreaterThanOrEqual(bound * (1 - 1e-6))
        expect(said).toBeLessThanOrEqual(bound * 1.11)
      }),
    )
  })
})

describe('a probability', () => {
  it.each([
    [0.62, 'p = 0.62'],
    [0.000432, 'p = 0.00043'],
    [0.0001, 'p = 0.0001'],
    [0.0000234, 'p = 2.3e-5'],
    [1e-14, 'p = 1e-14'],
    [1e-15, 'p = 1e-15'],
    [9e-16, 'p < 1e-15'],
    [0, 'p < 1e-15'],
    [1, 'p = 1'],
  ])('%d is written %s', (p, text) => {
    expect(probabilityText(p)).toBe(text)
  })
})
