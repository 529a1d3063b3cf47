import { describe, expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../harness/config/target-config.ts'
import type { Features } from '../../harness/features/index.ts'
import type { Attempt, Judgement } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { denialChecks } from './denial-cost.ts'

const [check] = denialChecks
const config = completeTargetConfig({
  target: 'http://127.0.0.1/me',
  credential: staticCredential('s3cret-token', 'T'),
})

interface Response {
  readonly ms: number
  readonly status?: number
}

/** How the target answers the nth request of a vector, counted from 1. */
type Target = (vector: string, nth: number, attempt: Attempt) => Response

/** Runs the check against answers with these durations. */
async function play(target: Target) {
  const sent = new Map<string, number>()
  const judged: Record<string, Judgement['kind'][]> = {}
  const context: Pick<RunContext, 'token' | 'config' | 'send' | 'expect'> = {
    token: 's3cret-token',
    config,
    async send(vector, attempt) {
      const nth = (sent.get(vector) ?? 0) + 1
      sent.set(vector, nth)
      const { ms, status = 401 } = target(vector, nth, attempt)
      const response = { status, reason: '', fields: [], body: '', bodyBytes: 0 }
      const exchange = { request: { method: 'GET', text: '' }, response, startedAt: 0, durationMs: ms }
      return { sentFor: vector, role: 'attempt', attempt, exchange, accepted: false, disclosed: false, config }
    },
    expect(vector, subject, expectations) {
      judged[vector] = expectations.map((expectation) => expectation.judge(subject).kind)
    },
  }
  if (!check || !('run' in check)) throw new TypeError('a check that runs')
  // It uses only these members of the context.
  await check.run(context as RunContext)
  const total = [...sent.values()].reduce((sum, count) => sum + count, 0)
  return { sent: Object.fromEntries(sent), judged, total }
}

const anonymous = 'no credential'
const random = 'a random credential as long'
const other = 'another endpoint beside 20 rejected at once'
const allMet = {
  [anonymous]: ['met'],
  [random]: ['met'],
  'a random credential of 8000 bytes': ['met'],
  [other]: ['met'],
}

describe('the cost of rejecting', () => {
  test('needs few requests where all are quick, each with another credential', async () => {
    const tokens = new Set<string>()
    const { judged, sent, total } = await play((vector, _, { token = '' }) => {
      if (vector === random) tokens.add(token)
      return { ms: 2 }
    })
    expect(judged).toEqual(allMet)
    expect(sent[random]).toBe(8)
    expect(tokens.size).toBe(8)
    expect([...tokens].every((token) => token.length === 's3cret-token'.length)).toBe(true)
    expect(total).toBe(8 * 4 + 1 + 20 + 5)
  })

  test('is measured for longer where an answer stalls, and two of forty may', async () => {
    const stalls = (times: readonly number[]) =>
      play((vector, nth) => ({ ms: vector === random && times.includes(nth) ? 900 : 2 }))
    const twice = await stalls([3, 30])
    expect(twice.judged).toEqual(allMet)
    expect(twice.sent[random]).toBe(40)
  })

  test('is measured again where it is slow, and judged by that', async () => {
    const stalls = (times: readonly number[]) =>
      play((vector, nth) => ({ ms: vector === random && times.includes(nth) ? 900 : 2 }))
    const once = await stalls([3, 5, 30])
    expect(once.judged).toEqual(allMet)
    expect(once.sent[random]).toBe(30 + 8)
    const again = await stalls([3, 5, 30, 33, 35, 60])
    expect(again.judged[random]).toEqual(['broken'])
    expect(again.sent[random]).toBe(60)
  })

  test('ends as soon as it is certain', async () => {
    const { judged, total } = await play((vector) => ({ ms: vector === random ? 600 : 2 }))
    expect(judged).toEqual({ ...allMet, [random]: ['broken'], [other]: undefined })
    expect(total).toBe(2 * (3 * 4 + 1 + 3 + 25))
  })

  const delayed = (target: (vector: string) => number) =>
    play((vector) => ({ ms: vector.startsWith(random) ? 600 : target(vector) }))

  test('is none of a delay: as slow at once as alone, with no other request waiting', async () => {
    const { judged } = await delayed(() => 2)
    expect(judged).toMatchObject({ [random]: ['met'] })
  })

  test('is no delay where many at once take longer, or another endpoint waits', async () => {
    const atOnce = await play((vector) => {
      if (vector === `${random}, at once`) return { ms: 3000 }
      return { ms: vector === random ? 600 : 2 }
    })
    expect(atOnce.judged[random]).toEqual(['broken'])
    let asked = 0
    const waiting = await delayed((vector) => (vector === 'another endpoint' && asked++ % 6 > 0 ? 400 : 2))
    expect(waiting.judged[random]).toEqual(['broken'])
  })

  test('is compared with the cost of accepting', async () => {
    const { judged, total } = await play(() => ({ ms: 800 }))
    expect(judged).toEqual(allMet)
    expect(total).toBe(8 * 4 + 1 + 2 * 2 * 25)
  })

  test('is not compared with a single slow control', async () => {
    const { judged } = await play((vector, nth) => {
      if (vector === 'the valid credential') return { ms: nth === 1 ? 900 : 2 }
      return { ms: vector === random ? 600 : 2 }
    })
    expect(judged[random]).toEqual(['broken'])
  })

  test('concerns other endpoints that wait beside rejected requests and not beside valid ones', async () => {
    const starving = (beside: (nth: number) => number) =>
      play((vector, nth) => ({ ms: vector === 'another endpoint' ? beside(nth) : 90 }))
    // One alone, five beside rejected requests, five beside valid ones, and so on.
    const besideRejected = (nth: number) => Math.ceil((nth - 1) / 5) % 2 === 1
    const starved = await starving((nth) => (besideRejected(nth) ? 700 : 5))
    expect(starved.judged[other]).toEqual(['broken'])
    expect((await starving(() => 700)).judged[other]).toEqual(['met'])
    expect((await starving((nth) => (nth < 7 ? 700 : 5))).judged[other]).toEqual(['met'])
  })

  test('is not measured beside others where another endpoint fails', async () => {
    const { judged } = await play((vector) => ({ ms: 2, status: vector === 'another endpoint' ? 503 : 401 }))
    expect(judged).not.toHaveProperty(other)
  })

  test.each([
    ['at the first request', (vector: string) => vector === anonymous],
    ['in a burst', (vector: string) => vector === 'no credential, at once'],
    ['elsewhere', (vector: string) => vector === 'another endpoint'],
  ])('is unclear where a target throttles %s', async (_, throttles) => {
    const { judged } = await play((vector) => (throttles(vector) ? { ms: 9000, status: 429 } : { ms: 2 }))
    expect(judged['all of them']).toEqual(['unclear'])
    expect(Object.values(judged).flat()).not.toContain('broken')
  })

  test('is unclear where a target is slow before it throttles', async () => {
    const { judged } = await play((vector, nth) => {
      if (vector !== random) return { ms: 2 }
      return nth < 3 ? { ms: 900 } : { ms: 1, status: 429 }
    })
    expect(judged).toMatchObject({ [random]: ['met'], 'all of them': ['unclear'] })
  })
})

describe('it is skipped', () => {
  const declared: NonNullable<Features['limit']> = {
    ...{ requests: 60, window: 60_000, by: ['credential'], instances: 1 },
    ...{ countsFailures: false, exemptsLoopback: false, trustsOurAddress: false },
  }
  const reason = (limit: Partial<typeof declared>, onLoopback = true) =>
    check?.skipIf?.({ ...config, onLoopback, features: { limit: { ...declared, ...limit } } })

  test('where a declared limit would throttle it', () => {
    expect(reason({})).toContain('throttle')
    expect(reason({ instances: 10 })).toBeUndefined()
    expect(reason({ burst: 1000 })).toBeUndefined()
    expect(reason({ exemptsLoopback: true })).toBeUndefined()
    expect(reason({ exemptsLoopback: true }, false)).toContain('throttle')
  })
})
