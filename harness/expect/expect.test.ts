import { describe, expect, it } from 'vitest'
import { completeTargetConfig, staticCredential } from '../config/target-config.ts'
import type { Exchange } from '../model/exchange.ts'
import type { Observed } from '../model/expectation.ts'
import {
  accepted,
  acceptedInOrder,
  advisory,
  anyOf,
  challengePresent,
  conflictsRejected,
  doesNotCrash,
  eitherNoted,
  rejected,
  rejectedStatus,
  status,
  weighing,
} from './index.ts'

const config = completeTargetConfig({ target: 'http://127.0.0.1/', credential: staticCredential('abc', 'TOKEN') })

const observed = (exchange: Partial<Exchange>, more: Partial<Observed> = {}): Observed => ({
  sentFor: 'test',
  role: 'attempt',
  attempt: {},
  exchange: { request: { method: 'GET', text: '' }, startedAt: 0, durationMs: 0, ...exchange },
  accepted: false,
  disclosed: false,
  config,
  ...more,
})

const answered = (code: number, fields: readonly (readonly [string, string])[] = [], more: Partial<Observed> = {}) =>
  observed({ response: { status: code, reason: '', fields, body: '', bodyBytes: 0 } }, more)

const failed = (kind: NonNullable<Exchange['failure']>['kind']) => observed({ failure: { kind, detail: '' } })

const ok = answered(200, [], { accepted: true })

describe('a refusal', () => {
  it.each([400, 401, 403, 404, 302, 429, 431])('may be %i', (code) => {
    expect(rejected().judge(answered(code))).toEqual({ kind: 'met' })
  })

  it('is not what is served', () => {
    expect(rejected({ severity: 'low' }).judge(ok)).toMatchObject({ kind: 'broken', severity: 'low' })
  })

  it.each([500, 502, 503])('by %i is a crash', (code) => {
    expect(rejected().judge(answered(code))).toMatchObject({ kind: 'crash' })
  })

  it('by 503 with Retry-After is none', () => {
    expect(rejected().judge(answered(503, [['Retry-After', '1']]))).toEqual({ kind: 'met' })
  })

  it.each(['reset', 'closed'] as const)(
    'by a connection that is %s is a crash, unless framing is the subject',
    (kind) => {
      expect(rejected().judge(failed(kind))).toMatchObject({ kind: 'crash' })
      expect(rejected({ orCloses: true }).judge(failed(kind))).toEqual({ kind: 'met' })
    },
  )

  it.each(['timeout', 'not-http'] as const)('by %s is a crash, even where framing is the subject', (kind) => {
    expect(rejected({ orCloses: true }).judge(failed(kind))).toMatchObject({ kind: 'crash' })
    expect(doesNotCrash({ orCloses: true }).judge(failed(kind))).toMatchObject({ kind: 'crash' })
  })
})

describe('a status', () => {
  it('is one of those allowed, and the one that hides stands in for 401', () => {
    expect(status(401, 400).judge(answered(400))).toEqual({ kind: 'met' })
    expect(status(401).judge(answered(403))).toMatchObject({ kind: 'broken' })
    expect(status(401).judge(answered(404, [], { config: { ...config, rejectedStatus: 404 } }))).toEqual({
      kind: 'met',
    })
    expect(status(400).judge(answered(404, [], { config: { ...config, rejectedStatus: 404 } })).kind).toBe('broken')
    expect(status(401).judge(answered(500))).toMatchObject({ kind: 'crash' })
  })

  it('of a refusal says nothing about what is served', () => {
    expect(rejectedStatus(401).judge(ok)).toEqual({ kind: 'met' })
    expect(rejectedStatus(401).judge(answered(200))).toMatchObject({ kind: 'broken' })
  })
})

describe('a challenge', () => {
  it('is a field with something in it', () => {
    expect(challengePresent().judge(answered(401, [['www-authenticate', 'Bearer']]))).toEqual({ kind: 'met' })
    expect(challengePresent().judge(answered(401, [['WWW-Authenticate', ' ']])).kind).toBe('broken')
    expect(challengePresent().judge(answered(401)).kind).toBe('broken')
  })
})

describe('combinations', () => {
  it('an advisory one warns, but a crash stays a crash', () => {
    expect(advisory(rejected()).judge(ok)).toMatchObject({ kind: 'broken', advisory: true })
    expect(advisory(rejected()).judge(answered(500))).toMatchObject({ kind: 'crash' })
  })

  it('any of several is enough', () => {
    expect(anyOf(accepted(), status(400)).judge(answered(400))).toEqual({ kind: 'met' })
    expect(anyOf(accepted(), status(400)).judge(answered(401)).kind).toBe('broken')
  })

  it('another weight changes nothing else', () => {
    expect(weighing('low', accepted()).judge(answered(401))).toMatchObject({ kind: 'broken', severity: 'low' })
    expect(weighing('low', accepted()).judge(ok)).toEqual({ kind: 'met' })
  })

  it('either outcome is fine, and being served is noted', () => {
    expect(eitherNoted('served').judge(ok)).toEqual({ kind: 'met', note: 'served' })
    expect(eitherNoted('served').judge(answered(401))).toEqual({ kind: 'met' })
  })
})

describe('several answers together', () => {
  it('a connection may not carry a right over, and may lose one only with a warning', () => {
    const order = acceptedInOrder([true, false])
    expect(order.judge([ok, answered(401)])).toEqual({ kind: 'met' })
    expect(order.judge([ok, ok])).not.toHaveProperty('advisory')
    expect(order.judge([answered(401), answered(401)])).toMatchObject({ kind: 'broken', advisory: true })
    expect(order.judge([ok])).toMatchObject({ kind: 'broken' })
  })

  it('of two conflicting credentials one position may win with a warning, or as declared', () => {
    const conflicts = conflictsRejected([['first', 'last']])
    const no = answered(401)
    const declared = { ...config, accepts: { ...config.accepts, firstAuthorizationWins: true } }
    expect(conflicts.judge({ first: no, last: no })).toEqual({ kind: 'met' })
    expect(conflicts.judge({ first: ok, last: ok })).not.toHaveProperty('advisory')
    expect(conflicts.judge({ first: ok, last: no })).toMatchObject({ kind: 'broken', advisory: true })
    expect(conflicts.judge({ first: { ...ok, config: declared }, last: no })).toEqual({ kind: 'met' })
    expect(conflicts.judge({ first: { ...no, config: declared }, last: ok })).toMatchObject({ kind: 'broken' })
  })
})
