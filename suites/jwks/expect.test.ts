import { describe, expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../harness/config/target-config.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import {
  eachRejectedWithoutKeys,
  fetchesWithin,
  newKeyAccepted,
  othersNotDelayed,
  sameAnswerEachTime,
  withdrawnKeyRejected,
} from './expect.ts'

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
  test('is accepted, and rejections before that do not matter', () => {
    expect(newKeyAccepted().judge({ ...waited(401, 401, 200), reached: true })).toMatchObject({ kind: 'met' })
  })

  test('that is never accepted breaks the rule', () => {
    expect(newKeyAccepted().judge({ ...waited(401, 401), reached: false })).toMatchObject({
      kind: 'broken',
      received: '401 for 0.9 s',
    })
  })

  test('whose token is once answered 500 is a crash, accepted later or not', () => {
    expect(newKeyAccepted().judge({ ...waited(500, 200), reached: true }).kind).toBe('crash')
    expect(newKeyAccepted().judge({ ...waited(401, 500), reached: false }).kind).toBe('crash')
  })
})

/** A flow in which these values are declared. */
const inFlow = (declared: Readonly<Record<string, number>>) => ({ value: (name: string) => declared[name] })

describe('a withdrawn key', () => {
  const judge = (cacheFor: number, reached: boolean, ...statuses: readonly number[]) =>
    withdrawnKeyRejected().judge({ ...waited(...statuses), ...inFlow({ 'jwks.cacheFor': cacheFor }), reached })

  test('is rejected within the declared time', () => {
    expect(judge(800, true, 200, 401).kind).toBe('met')
    expect(judge(800, false, 200, 200).kind).toBe('broken')
  })

  test('that a longer cache may keep is unclear, and the reason says what to change', () => {
    const judgement = judge(60_000, false, 200, 200)
    expect(judgement).toMatchObject({ kind: 'unclear', reason: expect.stringContaining('jwks.waitAtMost') })
  })
})

describe('fetches', () => {
  const request = {
    ...{ id: 1, time: '', endpoint: 'jwks', method: 'GET', path: '/jwks' },
    ...{ parameters: {}, status: 200, decision: '', ms: 1 },
  }
  const declared = inFlow({ 'jwks.instances': 2, 'jwks.cacheFor': 1000, 'jwks.cooldown': 500 })
  const judge = (count: number, tookMs: number, allowed: Parameters<typeof fetchesWithin>[0]) =>
    fetchesWithin(allowed).judge({ requests: Array(count).fill(request), tookMs, ...declared })

  test('are counted for each process', () => {
    expect(judge(2, 0, { most: 1 }).kind).toBe('met')
    expect(judge(3, 0, { most: 1 })).toMatchObject({
      kind: 'broken',
      received: '3 requests to the issuer, where 2 are enough',
    })
  })

  test('are allowed in each lifetime of the cache, or once more after each cooldown', () => {
    expect(judge(4, 1100, { most: 1, per: 'cache lifetime' }).kind).toBe('met')
    expect(judge(5, 1100, { most: 1, per: 'cache lifetime' }).kind).toBe('broken')
    expect(judge(6, 1100, { most: 1, per: 'cooldown' }).kind).toBe('met')
    expect(judge(7, 1100, { most: 1, per: 'cooldown' }).kind).toBe('broken')
  })
})

test('without keys a 503 is allowed, and a 500 is a crash', () => {
  const kinds = [401, 503, 500, 200].map(
    (status) => eachRejectedWithoutKeys().judge({ answers: [answered(status)] }).kind,
  )
  expect(kinds).toEqual(['met', 'met', 'crash', 'broken'])
})

test('tokens may be accepted or rejected, but not by chance', () => {
  const judge = (...statuses: readonly number[]) =>
    sameAnswerEachTime().judge({ answers: statuses.map((status) => answered(status)) })
  expect(judge(200, 200)).toEqual({ kind: 'met', note: 'accepted' })
  expect(judge(401, 401)).toEqual({ kind: 'met', note: 'rejected' })
  expect(judge(200, 401, 200)).toEqual({ kind: 'broken', received: '2 of 3 were accepted' })
  expect(judge(401, 500).kind).toBe('crash')
})

describe('other requests while one waits', () => {
  const judge = (waitedMs: number, ...others: readonly number[]) =>
    othersNotDelayed().judge({ answers: [answered(401, waitedMs)], others: others.map((ms) => answered(401, ms)) }).kind

  test('are delayed when even the quickest of them waits as long', () => {
    expect(judge(1000, 950, 940, 960)).toBe('broken')
    expect(judge(1000, 950, 12, 960)).toBe('met')
  })

  test('are not delayed when only the machine is busy', () => {
    expect(judge(10, 150, 150, 150)).toBe('met')
  })
})
