import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { WireAnswer } from '../../wire/client.ts'
import { createThrottle } from './throttle.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const answer = (status: number, retryAfter?: string): WireAnswer => ({
  response: {
    status,
    reason: '',
    version: '1.1',
    fields: retryAfter === undefined ? [] : [['Retry-After', retryAfter]],
    body: Buffer.alloc(0),
    reusable: false,
  } as unknown as NonNullable<WireAnswer['response']>,
  startedAt: 0,
  durationMs: 1,
})

/** Gives these answers one after the other, the last one again and again. */
const answering = (...answers: readonly WireAnswer[]) => {
  let sent = 0
  const send = async () => answers[Math.min(sent++, answers.length - 1)] as WireAnswer
  return { send, sent: () => sent }
}

it('sends again what is throttled, at most three times', async () => {
  const throttle = createThrottle({ maxPauseMs: 0 })
  const recovering = answering(answer(429), answer(503, '0'), answer(401))
  expect((await throttle(recovering.send)).response?.status).toBe(401)
  expect(recovering.sent()).toBe(3)
  const throttling = answering(answer(429))
  expect((await throttle(throttling.send)).response?.status).toBe(429)
  expect(throttling.sent()).toBe(4)
})

it('takes an answer without Retry-After, but for 429, as it is', async () => {
  const throttle = createThrottle({ maxPauseMs: 0 })
  const unavailable = answering(answer(503))
  expect((await throttle(unavailable.send)).response?.status).toBe(503)
  expect(unavailable.sent()).toBe(1)
})

it('ends a pause when the run is interrupted', async () => {
  const interruption = new AbortController()
  const throttle = createThrottle({ maxPauseMs: 60_000, signal: interruption.signal })
  const waiting = throttle(answering(answer(429, '60')).send)
  interruption.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
})
