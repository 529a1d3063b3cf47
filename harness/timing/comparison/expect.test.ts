import { describe, expect, it } from 'vitest'
import type { Measured, Measurement } from '../../model/measurement.ts'
import { leaking, series, unclear, withoutLeak } from '../../test/report/measured.ts'
import { detectsSeededLeak, noLeak } from './expect.ts'

const of = (measurement: Measurement): Measured => ({ kind: 'measured', measurement })
const gone: Measured = { kind: 'unmeasurable', reason: 'the target is gone' }
const judge = (measured: Measured, options?: Parameters<typeof noLeak>[0], calibration = of(leaking())) =>
  noLeak(options).judge({ measured, calibration })

describe('noLeak', () => {
  it('is met by a bound, which it notes', () => {
    expect(judge(of(withoutLeak()))).toEqual({ kind: 'met', note: 'no leak larger than 12 ns at 99 %' })
  })

  it('is broken by a leak, with its size and interval', () => {
    expect(judge(of(leaking()))).toEqual({
      kind: 'broken',
      received: expect.stringMatching(/^leak of 24 ns \[13, 36\]/),
    })
  })

  it('is unclear where the measurement is', () => {
    expect(judge(of(unclear()))).toMatchObject({ kind: 'unclear', reason: expect.stringMatching(/^inconclusive: /) })
    expect(judge(gone)).toEqual({ kind: 'unclear', reason: 'the target is gone' })
  })

  it('may only warn of a leak that is tolerated, or only note it', () => {
    const large = leaking({ first: series({ difference: -80, interval: [-90, -70] }) })
    expect(judge(of(leaking()), { withinTolerance: 'warning' })).toMatchObject({ kind: 'broken', advisory: true })
    expect(judge(of(leaking()), { withinTolerance: 'note' })).toMatchObject({
      kind: 'met',
      note: expect.stringMatching(/^leak/),
    })
    expect(judge(of(large), { withinTolerance: 'note' })).not.toHaveProperty('advisory')
    expect(judge(of(large), { withinTolerance: 'note', advisory: true })).toMatchObject({
      kind: 'broken',
      advisory: true,
    })
  })

  it('is unclear where the seeded leak was not detected', () => {
    for (const calibration of [gone, of(withoutLeak()), of(unclear())]) {
      for (const measurement of [leaking(), withoutLeak()]) {
        expect(judge(of(measurement), {}, calibration)).toMatchObject({ kind: 'unclear' })
      }
    }
  })
})

describe('detectsSeededLeak', () => {
  it('is met by a leak, and unclear without', () => {
    expect(detectsSeededLeak().judge(of(leaking()))).toMatchObject({
      kind: 'met',
      note: expect.stringMatching(/^leak/),
    })
    expect(detectsSeededLeak().judge(of(withoutLeak()))).toMatchObject({ kind: 'unclear' })
    expect(detectsSeededLeak().judge(gone)).toMatchObject({
      kind: 'unclear',
      reason: expect.stringContaining('is gone'),
    })
  })
})
