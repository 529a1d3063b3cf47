import { describe, expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../config/target-config.ts'
import type { Exchange } from '../model/exchange.ts'
import type { Observed } from '../model/expectation.ts'
import { jsonAnswer, noStore, noTokenIssued, oneLineage, tokensIssued } from './index.ts'

const config = completeTargetConfig({ target: 'http://127.0.0.1/', credential: staticCredential('abc', 'TOKEN') })

const observed = (exchange: Partial<Exchange>, more: Partial<Observed> = {}): Observed => ({
  sentFor: 'test',
  role: 'attempt',
  attempt: { captureMembers: ['access'] },
  exchange: { request: { method: 'POST', text: '' }, startedAt: 0, durationMs: 0, ...exchange },
  accepted: false,
  disclosed: false,
  captured: {},
  config,
  ...more,
})

const answered = (status: number, captured: Readonly<Record<string, string>> = {}, fields: [string, string][] = []) =>
  observed({ response: { status, reason: '', fields, body: '', bodyBytes: 0 } }, { captured })

const gave = answered(200, { access: 'a' })

describe('tokens', () => {
  test('that are asked for must come', () => {
    expect(tokensIssued('access').judge(gave).kind).toBe('met')
    expect(tokensIssued('access', 'refresh').judge(gave).kind).toBe('broken')
    expect(tokensIssued().judge(gave).kind).toBe('met')
    expect(tokensIssued().judge(answered(401)).kind).toBe('broken')
    expect(tokensIssued('access').judge(answered(500)).kind).toBe('crash')
  })

  test('may not come with any status where none are due', () => {
    expect(noTokenIssued().judge(answered(422)).kind).toBe('met')
    expect(noTokenIssued().judge(answered(500, { access: 'a' })).kind).toBe('broken')
    expect(noTokenIssued().judge(answered(500)).kind).toBe('crash')
    const closed = observed({ failure: { kind: 'reset', detail: '' } })
    expect(noTokenIssued().judge(closed).kind).toBe('crash')
    expect(noTokenIssued({ orCloses: true }).judge(closed).kind).toBe('met')
  })
})

describe('parallel uses of one token', () => {
  const judge = (uses: readonly Observed[], successors: readonly Observed[], grace = 0) =>
    oneLineage({ uses: 'uses', successors: 'successors', grace: 'login.grace' }).judge({
      value: () => grace,
      answersOf: (name) => (name === 'uses' ? uses : successors),
    })
  const times = (count: number, one: Observed) => Array<Observed>(count).fill(one)
  const rejected = answered(400)

  test.each([
    [1, 1, 0, 'met'],
    [1, 0, 0, 'met'],
    [3, 1, 0, 'met'],
    [3, 2, 0, 'broken'],
    [3, 2, 1000, 'met'],
    [0, 0, 0, 'broken'],
  ])('%i that win, %i whose successors work, with %i ms of grace', (won, living, grace, kind) => {
    const uses = [...times(won, gave), ...times(8 - won, rejected)]
    expect(judge(uses, [...times(living, gave), rejected], grace).kind).toBe(kind)
  })

  test('must not crash', () => {
    expect(judge([gave, answered(500)], []).kind).toBe('crash')
  })
})

test.each([
  ['no-store', 'met'],
  ['private, NO-STORE', 'met'],
  ['no-cache', 'broken'],
  ['max-age=0, x-no-store', 'broken'],
])('Cache-Control: %s', (value, kind) => {
  expect(noStore().judge(answered(200, { access: 'a' }, [['cache-control', value]])).kind).toBe(kind)
  expect(noStore().judge(answered(401, {}, [['cache-control', value]])).kind).toBe('met')
})

test.each([
  ['application/json', 'met'],
  ['Application/JSON; charset=utf-8', 'met'],
  ['application/problem+json', 'met'],
  ['text/html', 'broken'],
  ['application/jsonp', 'broken'],
])('Content-Type: %s', (value, kind) => {
  expect(jsonAnswer().judge(answered(200, {}, [['Content-Type', value]])).kind).toBe(kind)
})
