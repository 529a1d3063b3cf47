import { describe, expect, test } from 'vitest'
import type { Observed } from '../../harness/model/expectation.ts'
import { answeredOnce as answered } from '../../harness/test/answered.ts'
import { acceptedWithinLimit, countedAsSameClient, retryAfterValid } from './expect.ts'

const many = (count: number, one: Observed) => Array<Observed>(count).fill(one)
const ok = answered(200)
const tooMany = answered(429)

describe('a burst', () => {
  const judge = (...answers: readonly Observed[]) => acceptedWithinLimit().judge({ answers, most: 9.6, tookMs: 10 })

  test('is accepted up to the limit', () => {
    expect(judge(...many(9, ok), ...many(7, tooMany)).kind).toBe('met')
    expect(judge(...many(10, ok), ...many(6, tooMany))).toMatchObject({ kind: 'broken' })
  })

  test('is throttled by 429, or by 503 with Retry-After', () => {
    expect(judge(ok, answered(503, [['Retry-After', '1']])).kind).toBe('met')
    expect(judge(ok, answered(403))).toMatchObject({ kind: 'broken', received: '403 instead of 429' })
    expect(judge(ok, answered(500)).kind).toBe('crash')
  })

  test('that never reaches the limit is a warning', () => {
    expect(judge(ok, ok)).toMatchObject({ kind: 'broken', advisory: true })
  })
})

test.each([
  [4, 1, true, 'broken'],
  [1, 1, true, 'met'],
  [4, 1, false, 'met'],
])('%i accepted where %i may be, limited otherwise: %s', (accepted, most, limited, kind) => {
  const answers = [...many(accepted, ok), tooMany]
  expect(countedAsSameClient().judge({ answers, most, limited }).kind).toBe(kind)
})

describe('Retry-After', () => {
  const judge = (...fields: [string, string][]) => retryAfterValid().judge(answered(429, fields))

  test.each(['0', '60', '86400', 'Thu, 01 Jan 1970 00:01:00 GMT'])('%s', (value) => {
    expect(judge(['Retry-After', value]).kind).toBe('met')
  })

  test.each(['soon', '-1', '86401', '1.5'])('%s is not valid', (value) => {
    expect(judge(['Retry-After', value])).toEqual({ kind: 'broken', received: `Retry-After: ${value}` })
  })

  test('may be missing, with a warning', () => {
    expect(judge()).toMatchObject({ kind: 'broken', advisory: true })
  })

  test('is not shorter than RateLimit says of a policy that is used up', () => {
    const short: [string, string] = ['Retry-After', '1']
    const long: [string, string] = ['Retry-After', '30']
    expect(judge(short, ['RateLimit', '"a";r=0;t=30']).kind).toBe('broken')
    expect(judge(long, ['RateLimit', '"a";r=0;t=30']).kind).toBe('met')
    expect(judge(short, ['RateLimit', '"a";r=0;t=1, "b";r=5;t=30']).kind).toBe('met')
  })
})
