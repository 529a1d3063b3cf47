import { describe, expect, it } from 'vitest'
import type { Exchange } from '../model/exchange.ts'
import { answered, config, observed } from '../test/answered.ts'
import {
  accepted,
  advisory,
  anyOf,
  challengePresent,
  doesNotCrash,
  each,
  notesIfAccepted,
  rejected,
  rejectedStatus,
  status,
  withSeverity,
} from './index.ts'

const failed = (kind: NonNullable<Exchange['failure']>['kind']) => observed({ failure: { kind, detail: '' } })

const ok = answered(200, [], { accepted: true })

describe('a rejection', () => {
  it.each([400, 401, 403, 404, 302, 429, 431])('may be %i', (code) => {
    expect(rejected().judge(answered(code))).toEqual({ kind: 'met' })
  })

  it('is not an accepted request', () => {
    expect(rejected({ severity: 'low' }).judge(ok)).toMatchObject({ kind: 'broken', severity: 'low' })
  })

  it.each([500, 502, 503])('by %i is a crash', (code) => {
    expect(rejected().judge(answered(code))).toMatchObject({ kind: 'crash' })
  })

  it('by 503 with Retry-After is not a crash', () => {
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
  it('is one of those allowed, and the declared rejectedStatus stands in for 401', () => {
    expect(status(401, 400).judge(answered(400))).toEqual({ kind: 'met' })
    expect(status(401).judge(answered(403))).toMatchObject({ kind: 'broken' })
    expect(status(401).judge(answered(404, [], { config: { ...config, rejectedStatus: 404 } }))).toEqual({
      kind: 'met',
    })
    expect(status(400).judge(answered(404, [], { config: { ...config, rejectedStatus: 404 } })).kind).toBe('broken')
    expect(status(401).judge(answered(500))).toMatchObject({ kind: 'crash' })
  })

  it('of a rejection does not concern accepted requests', () => {
    expect(rejectedStatus(401).judge(ok)).toEqual({ kind: 'met' })
    expect(rejectedStatus(401).judge(answered(200))).toMatchObject({ kind: 'broken' })
  })
})

describe('a challenge', () => {
  it('is a field that is not empty', () => {
    expect(challengePresent().judge(answered(401, [['www-authenticate', 'Bearer']]))).toEqual({ kind: 'met' })
    expect(challengePresent().judge(answered(401, [['WWW-Authenticate', ' ']])).kind).toBe('broken')
    expect(challengePresent().judge(answered(401)).kind).toBe('broken')
  })
})

describe('combinations', () => {
  it('an advisory one is a SHOULD that warns, but a crash stays a crash', () => {
    expect(advisory(rejected()).text).toBe('should reject the request')
    expect(advisory(rejected()).judge(ok)).toMatchObject({ kind: 'broken', advisory: true })
    expect(advisory(rejected()).judge(answered(500))).toMatchObject({ kind: 'crash' })
  })

  it('any of several is enough', () => {
    expect(anyOf(rejected(), status(400)).text).toBe('must reject the request, or answer 400')
    expect(anyOf(accepted(), status(400)).judge(answered(400))).toEqual({ kind: 'met' })
    expect(anyOf(accepted(), status(400)).judge(answered(401)).kind).toBe('broken')
    // The worst of several rounds counts.
    const warns = advisory(status(200))
    const kinds = (...all: Parameters<typeof each>[0]) => each(all as never).judge(answered(500)).kind
    expect([kinds(status(500), status(500)), kinds(status(500), status(200))]).toEqual(['met', 'crash'])
    expect(each([warns, status(400), warns]).judge(answered(401))).toMatchObject({ kind: 'broken' })
    expect(each([warns, status(400), warns]).judge(answered(401))).not.toHaveProperty('advisory')
  })

  it('another severity changes nothing else', () => {
    expect(withSeverity('low', accepted()).judge(answered(401))).toMatchObject({ kind: 'broken', severity: 'low' })
    expect(withSeverity('low', accepted()).judge(ok)).toEqual({ kind: 'met' })
  })

  it('either outcome is fine, and an accepted request is noted', () => {
    expect(notesIfAccepted('accepted').judge(ok)).toEqual({ kind: 'met', note: 'accepted' })
    expect(notesIfAccepted('accepted').judge(answered(401))).toEqual({ kind: 'met' })
  })
})
