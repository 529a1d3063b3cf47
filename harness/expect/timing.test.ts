import { describe, expect, it } from 'vitest'
import type { Measured, Measurement } from '../model/measurement.ts'
import { leaking, series, unclear, withoutLeak } from '../test/report/measured.ts'
import { detectsSeededLeak, type LeakOptions, noLeak } from './timing.ts'

const of = (measurement: Measurement): Measured => ({ kind: 'measured', measurement })
const gone: Measured = { kind: 'unmeasurable', reason: 'the target is gone' }
const judge = (measured: Measured, options?: LeakOptions, calibration = of(leaking())) =>
  noLeak('takes as long', options).judge({ measured, calibration })

describe('noLeak', () => {
  it('is met by a bound, which it notes', () => {
    expect(judge(of(withoutLeak()))).toEqual({ kind: 'met', note: 'no leak larger than 12 ns at 99 %' })
  })

  it('is broken by a leak, with its number and interval', () => {
    expect(judge(of(leaking()))).toEqual({
      kind: 'broken',
      received: expect.stringMatching(/^leak of 24 ns \[13, 36\]/),
    })
    expect(judge(of(leaking()), { severity: 'low' })).toMatchObject({ kind: 'broken', severity: 'low' })
  })

  it('is unclear where nothing could be said', () => {
    expect(judge(of(unclear()))).toMatchObject({ kind: 'unclear', reason: expect.stringMatching(/^inconclusive: /) })
    expect(judge(gone)).toEqual({ kind: 'unclear', reason: 'the target is gone' })
  })

  it('may only warn, or only tell, of a leak within the resolution', () => {
    const large = leaking({ first: series({ difference: -80, interval: [-90, -70] }) })
    expect(judge(of(leaking()), { small: 'warning' })).toMatchObject({ kind: 'broken', advisory: true })
    expect(judge(of(leaking()), { small: 'note' })).toMatchObject({ kind: 'met', note: expect.stringMatching(/^leak/) })
    expect(judge(of(large), { small: 'note' })).not.toHaveProperty('advisory')
    expect(judge(of(large), { small: 'note', advisory: true })).toMatchObject({ kind: 'broken', advisory: true })
  })

  it('says nothing where a difference of our own server was not seen', () => {
    for (const calibration of [gone, of(withoutLeak()), of(unclear())]) {
      for (const measurement of [leaking(), withoutLeak()]) {
        expect(judge(of(measurement), {}, calibration)).toMatchObject({ kind: 'unclear' })
      }
    }
  })
})

describe('seesPlanted', () => {
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
