import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../harness/config/target-config.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import { costsNoMore } from './expect.ts'

const config = completeTargetConfig({ target: 'http://127.0.0.1/', credential: staticCredential('abc', 'TOKEN') })

const answered = (durationMs: number, failure?: 'timeout' | 'reset'): Observed => ({
  sentFor: 'test',
  role: 'attempt',
  attempt: {},
  exchange: {
    request: { method: 'GET', text: '' },
    startedAt: 0,
    durationMs,
    ...(failure && { failure: { kind: failure, detail: '' } }),
  },
  accepted: false,
  disclosed: false,
  config,
})

const many = (count: number, ms: number, failure?: 'timeout' | 'reset') =>
  Array.from({ length: count }, () => answered(ms, failure))

const judge = (answers: readonly Observed[], controls: readonly Observed[], percent = 95) =>
  costsNoMore(percent).judge({ answers, controls })

describe('costsNoMore', () => {
  test.each([
    [250, 1, 'met'],
    [251, 1, 'broken'],
    [300, 100, 'met'],
    [301, 100, 'broken'],
  ])('%i ms where valid requests take %i ms: %s', (ms, control, kind) => {
    expect(judge(many(20, ms), many(20, control)).kind).toBe(kind)
  })

  test('allows one late answer of twenty, not two', () => {
    expect(judge([...many(19, 1), answered(9000)], many(20, 1)).kind).toBe('met')
    expect(judge([...many(18, 1), ...many(2, 9000)], many(20, 1))).toEqual({
      kind: 'broken',
      received: '95 % of 20 requests answered within 9000 ms, where 250 ms are allowed',
    })
  })

  test('allows half of them to be late where half count', () => {
    expect(judge([...many(5, 1), ...many(5, 400)], [], 50).kind).toBe('met')
    expect(judge([...many(4, 1), ...many(6, 400)], [], 50).kind).toBe('broken')
  })

  test('a timeout counts as infinite, a reset by its duration', () => {
    const hung = judge(many(20, 100, 'timeout'), many(20, 90))
    expect(hung).toMatchObject({ kind: 'broken', received: expect.stringContaining('not in time') })
    expect(judge(many(20, 1, 'reset'), many(20, 1)).kind).toBe('met')
    expect(judge(many(20, 9000), many(20, 100, 'timeout')).kind).toBe('met')
  })

  test('is met by a target that throttles', () => {
    const judgement = costsNoMore(95).judge({ answers: many(20, 9000), controls: many(20, 1), throttled: true })
    expect(judgement).toMatchObject({ kind: 'met', note: expect.stringContaining('throttles') })
  })

  test('is met where all are as quick as the controls, however slow these are', () => {
    const times = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(times, (all) => {
        const answers = all.map((ms) => answered(ms))
        expect(judge(answers, answers).kind).toBe('met')
      }),
    )
  })
})
