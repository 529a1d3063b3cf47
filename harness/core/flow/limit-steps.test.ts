import { expect, test } from 'vitest'
import { completeTargetConfig, staticCredential } from '../../config/target-config.ts'
import { status } from '../../expect/status.ts'
import type { FlowCheck } from '../../model/check.ts'
import type { Attempt, Expectation, Observed } from '../../model/expectation.ts'
import type { Flows } from '../../model/flow.ts'
import type { RunContext } from '../../model/run-context.ts'
import type { CountedRequests } from '../../model/steps/limit.ts'
import { playFlows } from './play.ts'

const config = completeTargetConfig({
  target: 'http://127.0.0.1:8000/me',
  credential: staticCredential('usual-0123456789', 'TOKEN'),
  features: {
    limit: {
      ...{ requests: 1000, window: 1000, burst: 6, by: ['credential'], instances: 1, credential: { env: 'OTHER' } },
      ...{ countsFailures: false, exemptsLoopback: false, trustsOurAddress: false },
    },
  },
  secrets: { OTHER: 'counted' },
})

/** A target that accepts so many requests, and then throttles for so many; the wait that it announces is a second. */
async function playWith(flows: Flows, { accepted, throttled }: { accepted: number; throttled: number }) {
  const sent: [vector: string, attempt: Attempt][] = []
  const judged: [vector: string, kind: string][] = []
  const subjects: unknown[] = []
  const pauses: number[] = []
  let counted = 0
  const run = {
    ...{ token: 'usual-0123456789', config, target: new URL(config.target) },
    pause: async (ms: number) => {
      pauses.push(ms)
    },
    send: async (vector: string, attempt: Attempt): Promise<Observed> => {
      sent.push([vector, attempt])
      if (attempt.token === 'counted') counted++
      const isThrottled = attempt.token === 'counted' && counted > accepted && counted <= accepted + throttled
      const fields: [string, string][] = isThrottled ? [['Retry-After', '1']] : []
      const response = { status: isThrottled ? 429 : 200, reason: '', fields, body: '', bodyBytes: 0 }
      const exchange = { request: { method: 'GET', text: '' }, response, startedAt: 0, durationMs: 0 }
      return { sentFor: vector, role: 'attempt', attempt, exchange, accepted: !isThrottled, disclosed: false, config }
    },
    expect: <Subject>(vector: string, subject: Subject, all: readonly Expectation<Subject>[]) => {
      subjects.push(subject)
      for (const one of all) judged.push([vector, one.judge(subject).kind])
    },
  } as unknown as RunContext
  await playFlows({ flows } as FlowCheck, run)
  return { sent, judged, subjects, pauses, vectors: sent.map(([vector]) => vector) }
}

const any: Expectation<CountedRequests> = { text: 'may answer anything', judge: () => ({ kind: 'met' }) }

test('the limit is used up, the throttled answer is judged, and the limit has refilled at the end', async () => {
  const { judged, vectors } = await playWith(
    { used: [{ do: 'use-up-limit', expect: [status(429)] }] },
    { accepted: 3, throttled: 10 },
  )
  expect(judged).toEqual([['used', 'met']])
  expect(vectors.filter((vector) => vector === 'until it is accepted again').length).toBeGreaterThan(1)
})

test('a limit that is never reached ends the flow without a judgement', async () => {
  const { judged, vectors } = await playWith(
    {
      used: [
        { do: 'use-up-limit', expect: [status(429)] },
        { do: 'send', as: 'more', attempt: {} },
      ],
    },
    { accepted: 1000, throttled: 0 },
  )
  expect(judged).toEqual([])
  expect(vectors).not.toContain('more')
})

test('counted requests are sent once, in a burst or at a rate, and the wait is what the answer announces', async () => {
  const { subjects, pauses, vectors } = await playWith(
    {
      one: [
        { do: 'send-counted', as: 'burst', burst: 2, expect: [any] },
        { do: 'wait', ms: '{burst.waitMs}' },
        { do: 'send-counted', as: 'single', expect: [any] },
        { do: 'send-counted', as: 'paced', rate: 2, expect: [any] },
      ],
    },
    { accepted: 8, throttled: 4 },
  )
  expect(vectors.filter((vector) => vector === 'burst')).toHaveLength(12)
  expect(vectors.filter((vector) => vector === 'single')).toHaveLength(1)
  expect(vectors.filter((vector) => vector === 'paced')).toHaveLength(4)
  expect(pauses[0]).toBe(1000)
  expect(subjects[0]).toMatchObject({ answers: expect.objectContaining({ length: 12 }) })
  // Once at the end of the flow, though three steps used the limit: the counted request, and the usual one.
  expect(vectors.filter((vector) => vector === 'until it is accepted again')).toHaveLength(2)
})

test('a burst of other requests may have invalid credentials that begin like the valid one', async () => {
  const { sent } = await playWith(
    {
      one: [
        { do: 'send-burst', attempt: { authorization: [] } },
        { do: 'send-burst', as: 'invalid', credentials: 'with the same beginning' },
      ],
    },
    { accepted: 1, throttled: 0 },
  )
  const tokens = sent.flatMap(([, { token }]) => (token === undefined ? [] : [token]))
  expect(sent).toHaveLength(24)
  expect(new Set(tokens).size).toBe(12)
  for (const token of tokens) expect(token).toMatch(/^usual-01x*\d+$/)
  expect(new Set(tokens.map(({ length }) => length))).toEqual(new Set([16]))
})
