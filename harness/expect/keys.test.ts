import { describe, expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../config/target-config.ts'
import type { Observed } from '../model/expectation.ts'
import { alwaysTheSame, fetchesWithin, forgotten, notHeldUp, pickedUp, rejectedWithoutKeys } from './index.ts'

const config = completeTargetConfig({ target: 'http://127.0.0.1/', credential: staticCredential('abc', 'TOKEN') })

const answered = (status: number, durationMs = 1): Observed => ({
  sentFor: 'test',
  role: 'attempt',
  attempt: { retryThrottled: false },
  exchange: {
    request: { method: 'GET', text: '' },
    response: { status, reason: '', fields: [], body: '', bodyBytes: 0 },
    startedAt: 0,
    durationMs,
  },
  accepted: status === 200,
  disclosed: false,
  config,
})

const waited = (...statuses: readonly number[]) => ({
  answers: statuses.map((status) => answered(status)),
  withinMs: 1000,
  tookMs: 900,
})

describe('a new key', () => {
  test('is picked up, and its refusals before that do not matter', () => {
    expect(pickedUp().judge({ ...waited(401, 401, 200), reached: true })).toMatchObject({ kind: 'met' })
  })

  test('that is not picked up breaks the rule', () => {
    expect(pickedUp().judge({ ...waited(401, 401), reached: false })).toMatchObject({
      kind: 'broken',
      received: '401 for 0.9 s',
    })
  })

  test('that is a 500 meanwhile is a crash, whatever comes of it', () => {
    expect(pickedUp().judge({ ...waited(500, 200), reached: true }).kind).toBe('crash')
    expect(pickedUp().judge({ ...waited(401, 500), reached: false }).kind).toBe('crash')
  })
})

describe('a withdrawn key', () => {
  test('is forgotten within the declared time', () => {
    expect(forgotten(800).judge({ ...waited(200, 401), reached: true }).kind).toBe('met')
    expect(forgotten(800).judge({ ...waited(200, 200), reached: false }).kind).toBe('broken')
  })

  test('that a longer cache may keep says how to see more', () => {
    const judgement = forgotten(60_000).judge({ ...waited(200, 200), reached: false })
    expect(judgement).toMatchObject({ kind: 'unclear', reason: expect.stringContaining('jwks.waitAtMost') })
  })
})

test('fetches are counted against what is enough', () => {
  const requests = ['GET /jwks', 'GET /jwks']
  expect(fetchesWithin().judge({ requests, most: 2, sent: 100 }).kind).toBe('met')
  expect(fetchesWithin().judge({ requests, most: 1, sent: 100 })).toMatchObject({
    kind: 'broken',
    received: '2 requests to the issuer for 100 tokens, where 1 are enough',
  })
})

test('without keys a 503 is an honest answer, and a 500 a crash', () => {
  const kinds = [401, 503, 500, 200].map((status) => rejectedWithoutKeys().judge(answered(status)).kind)
  expect(kinds).toEqual(['met', 'met', 'crash', 'broken'])
})

test('an answer may be either, but not by chance', () => {
  const judge = (...statuses: readonly number[]) => alwaysTheSame().judge(statuses.map((status) => answered(status)))
  expect(judge(200, 200)).toEqual({ kind: 'met', note: 'served' })
  expect(judge(401, 401)).toEqual({ kind: 'met', note: 'refused' })
  expect(judge(200, 401, 200)).toEqual({ kind: 'broken', received: '2 of 3 were served' })
  expect(judge(401, 500).kind).toBe('crash')
})

describe('other requests while one waits', () => {
  const judge = (waitedMs: number, ...others: readonly number[]) =>
    notHeldUp().judge({ held: [answered(401, waitedMs)], passed: others.map((ms) => answered(401, ms)) }).kind

  test('are held up when even the quickest of them waits as long', () => {
    expect(judge(1000, 950, 940, 960)).toBe('broken')
    expect(judge(1000, 950, 12, 960)).toBe('met')
  })

  test('are not held up by a busy machine', () => {
    expect(judge(10, 150, 150, 150)).toBe('met')
  })
})
