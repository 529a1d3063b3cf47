import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { WireAnswer } from '../../wire/client.ts'
import type { LearnedLimit } from './pace.ts'
import { CutShort, createThrottle, type ThrottleOptions } from './throttle.ts'

const answer = (status: number, fields: Readonly<Record<string, string>> = {}): WireAnswer => ({
  response: {
    status,
    reason: '',
    version: '1.1',
    fields: Object.entries(fields),
    body: Buffer.alloc(0),
    reusable: false,
  } as unknown as NonNullable<WireAnswer['response']>,
  startedAt: 0,
  durationMs: 1,
})

/** A clock that jumps to the end of the next sleep whenever everything waits. */
function createClock() {
  let ms = 0
  let sleeping: { readonly until: number; wake(): void }[] = []
  return {
    now: () => ms,
    sleep: (forMs: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const one = { until: ms + forMs, wake: resolve }
        sleeping.push(one)
        signal.addEventListener('abort', () => {
          sleeping = sleeping.filter((other) => other !== one)
          reject(new DOMException('aborted', 'AbortError'))
        })
      }),
    async run<Result>(work: Promise<Result>): Promise<Result> {
      let done = false
      const settled = work.finally(() => {
        done = true
      })
      settled.catch(() => {})
      for (;;) {
        await turn()
        if (done) return settled
        const next = sleeping.toSorted((left, right) => left.until - right.until)[0]
        if (!next) continue
        sleeping = sleeping.filter((one) => one !== next)
        ms = Math.max(ms, next.until)
        next.wake()
      }
    },
  }
}

function start(options: Partial<ThrottleOptions> = {}) {
  const clock = createClock()
  const throttle = createThrottle({ path: '/me', maxPauseMs: 3_600_000, ...clock, ...options })
  const limits: LearnedLimit[] = []
  throttle.onLimit((limit) => limits.push(limit))
  return { clock, throttle, limits }
}

/** Gives these answers one after the other, the last one again and again. */
const answering = (...answers: readonly WireAnswer[]) => {
  let sent = 0
  const send = async () => answers[Math.min(sent++, answers.length - 1)] as WireAnswer
  return { send, sent: () => sent }
}

it('sends again what is throttled: three times after announced pauses, six after guessed ones', async () => {
  const { clock, throttle } = start()
  const recovering = answering(answer(429), answer(503, { 'Retry-After': '1' }), answer(401))
  expect((await clock.run(throttle.send('/me', recovering.send))).response?.status).toBe(401)
  expect(recovering.sent()).toBe(3)
  for (const [fields, sent] of [
    [{ 'Retry-After': '1' }, 4],
    [{}, 7],
  ] as const) {
    const throttling = answering(answer(429, fields))
    const { clock, throttle } = start()
    expect((await clock.run(throttle.send('/me', throttling.send))).response?.status).toBe(429)
    expect(throttling.sent()).toBe(sent)
  }
})

it('takes an answer without Retry-After, but for 429, as it is', async () => {
  const { clock, throttle } = start()
  const unavailable = answering(answer(503))
  expect((await clock.run(throttle.send('/me', unavailable.send))).response?.status).toBe(503)
  expect(unavailable.sent()).toBe(1)
})

it('ends a pause when the run is interrupted', async () => {
  const interruption = new AbortController()
  const throttle = createThrottle({ path: '/me', maxPauseMs: 60_000, signal: interruption.signal })
  const waiting = throttle.send('/me', answering(answer(429, { 'Retry-After': '60' })).send)
  await turn()
  interruption.abort()
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
})

it('does not wait for a pause that ends after the deadline', async () => {
  const { clock, throttle } = start({ deadline: 60_000 })
  const throttling = answering(answer(429, { 'Retry-After': '3000' }))
  await clock.run(throttle.send('/login', throttling.send))
  expect([throttling.sent(), clock.now()]).toEqual([1, 0])
})

/** Servers that take 20 requests a minute, each in its own way. */
const servers: Readonly<Record<string, (now: () => number) => (ms?: number) => Promise<WireAnswer>>> = {
  'a fixed window': (now) => {
    let [window, taken] = [0, 0]
    return async () => {
      if (Math.floor(now() / 60_000) !== window) [window, taken] = [Math.floor(now() / 60_000), 0]
      const reset = 60 - Math.floor((now() % 60_000) / 1000)
      return ++taken <= 20 ? answer(401) : answer(429, { 'Retry-After': String(reset) })
    }
  },
  'a window from the first request, announced by nothing': (now) => {
    let [begun, taken] = [Number.NEGATIVE_INFINITY, 0]
    return async () => {
      if (now() - begun >= 60_000) [begun, taken] = [now(), 0]
      return ++taken <= 20 ? answer(401) : answer(429)
    }
  },
  'a sliding window with RateLimit fields': (now) => {
    let times: number[] = []
    return async () => {
      times = times.filter((time) => now() - time < 60_000)
      const wait = Math.ceil(((times[0] ?? now()) + 60_000 - now()) / 1000)
      if (times.length >= 20) {
        return answer(429, { RateLimit: `"default";r=0;t=${wait}`, 'RateLimit-Policy': '"default";q=20;w=60' })
      }
      times.push(now())
      return answer(401)
    }
  },
  'a token bucket': (now) => {
    let [left, at] = [20, 0]
    return async () => {
      left = Math.min(20, left + ((now() - at) * 20) / 60_000)
      at = now()
      if (left < 1) return answer(429, { 'Retry-After': String(Math.ceil((1 - left) * 3)) })
      left--
      return answer(401)
    }
  },
}

describe.each(Object.entries(servers))('a limit of 20 a minute: %s', (_, serverOf) => {
  it('is learned, and then kept to', async () => {
    const { clock, throttle, limits } = start()
    const serve = serverOf(clock.now)
    let throttled = 0
    const send = async () => {
      const given = await serve()
      if (given.response?.status === 429) throttled++
      return given
    }
    // As in a run: ten at once.
    const workers = Array.from({ length: 10 }, async () => {
      const statuses: (number | undefined)[] = []
      for (let each = 0; each < 10; each++) statuses.push((await throttle.send('/me', send)).response?.status)
      return statuses
    })
    const statuses = (await clock.run(Promise.all(workers))).flat()
    expect(statuses.filter((status) => status !== 401)).toEqual([])
    expect(throttled).toBeLessThan(30)
    const last = limits.at(-1)
    expect(last?.path).toBeUndefined()
    expect(last?.gapMs).toBeGreaterThan(2900)
    expect(last?.gapMs).toBeLessThan(5000)
    // 80 requests beyond the first 20, three seconds each, and what it took to learn.
    expect(clock.now()).toBeLessThan(80 * 5000 + 120_000)
  })
})

it('a login that alone is limited slows nothing else down', async () => {
  const { clock, throttle, limits } = start()
  let logins = 0
  const logIn = async () => (++logins <= 50 ? answer(200) : answer(429, { 'Retry-After': '3500' }))
  const all = async () => {
    for (let each = 0; each < 50; each++) await throttle.send('/login', logIn)
    for (let each = 0; each < 30; each++) await throttle.send('/me', answering(answer(401)).send)
    const waiting = throttle.send('/login', logIn)
    for (let each = 0; each < 30; each++) await throttle.send('/me', answering(answer(401)).send)
    expect(clock.now()).toBe(0)
    throttle.cutShort('/login')
    return waiting
  }
  await expect(clock.run(all())).rejects.toBeInstanceOf(CutShort)
  expect(limits).toEqual([expect.objectContaining({ path: '/login', requests: 50, windowMs: 3_500_000 })])
})
