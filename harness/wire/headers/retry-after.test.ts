import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const now = Date.UTC(2026, 10, 21, 12, 0, 0)
const of = (value: string, date?: string) =>
  retryAfterMs([['Retry-After', value], ...(date === undefined ? [] : [['date', date] as const])], now)

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    ['Sat, 21 Nov 2026 12:00:30 GMT', 30_000],
    ['Saturday, 21-Nov-26 12:00:30 GMT', 30_000],
    ['Sat Nov 21 12:00:30 2026', 30_000],
    ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ])('%s is a wait', (value, ms) => expect(of(value)).toBe(ms))

  test.each(['', 'soon', '-1', '1.5', '10s', '2026-11-21T12:00:30Z', '1, 2', 'Xyz, 21 Nov 2026 12:00:30 GMT'])(
    '%j is none',
    (value) => expect(of(value)).toBeUndefined(),
  )

  test('a date counts from the Date of the answer', () => {
    expect(of('Sat, 21 Nov 2026 12:00:30 GMT', 'Sat, 21 Nov 2026 12:00:20 GMT')).toBe(10_000)
  })

  test('every number of seconds and every date is read, and nothing is negative', () => {
    const seconds = fc.property(fc.nat(), (count) => {
      expect(of(String(count))).toBe(count * 1000)
    })
    fc.assert(seconds)
    const years = { min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true }
    const dates = fc.property(fc.date(years), (date) => {
      const whole = Math.floor(date.getTime() / 1000) * 1000
      expect(of(date.toUTCString())).toBe(Math.max(whole - now, 0))
    })
    fc.assert(dates)
    const texts = fc.property(fc.string(), (text) => {
      expect(of(text) ?? 0).toBeGreaterThanOrEqual(0)
    })
    fc.assert(texts)
  })
})
