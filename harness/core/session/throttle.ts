import { setTimeout as delay } from 'node:timers/promises'
import { isThrottled } from '../../expect/received.ts'
import type { WireAnswer } from '../../wire/client.ts'
import { readRateLimit } from '../../wire/headers/rate-limit.ts'
import { readPolicy } from '../../wire/headers/rate-limit-policy.ts'
import { retryAfterMs } from '../../wire/headers/retry-after.ts'
import { type Announced, createPace, type LearnedLimit, type Pace } from './pace.ts'

export interface ThrottleOptions {
  /** The path of the protected resource. */
  readonly path: string
  /** Longest pause before a throttled request is sent again, in milliseconds. */
  readonly maxPauseMs: number
  /** A pause that ends later is not waited for. Milliseconds since the epoch. */
  readonly deadline?: number
  readonly signal?: AbortSignal
  /** Called when a pause of several seconds begins, with its milliseconds. */
  readonly onPause?: (ms: number) => void
  readonly now?: () => number
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/** A request that was not sent, because the run goes on with fewer requests. */
export class CutShort extends Error {
  override readonly name = 'CutShort'
}

/** Sends at the pace that the target allows. */
export interface Throttle {
  /** Sends, and sends again what was throttled. Rejects with `CutShort`, or an AbortError. */
  send(path: string, send: () => Promise<WireAnswer>, epoch?: number): Promise<WireAnswer>
  /** Waits for the turns of requests that are sent together. */
  wait(path: string, requests: number): Promise<void>
  /** A number that changes when requests to the path are cut short. */
  epoch(path: string): number
  /** Rejects all requests to the path, or to the target, that wait for their turn. */
  cutShort(path: string | undefined): void
  /** Called for each limit that is known, when one is learned, and when it is found to be lower. */
  onLimit(listener: (limit: LearnedLimit) => void): void
  /** The slowest pace that applies to a path. */
  paceOf(path: string): Pick<Pace, 'gapMs' | 'pausedUntil'>
}

/** Times that a request is sent again before its 429 or 503 is the answer: announced pauses, and guessed ones. */
const maxRetries = { announced: 3, guessed: 6 }
/** Milliseconds. */
const longPauseMs = 5000
/** Requests to another path that must have been taken before a limit is its own. */
const fewestOfPath = 3

/**
 * Waits out a 429, or a 503 with Retry-After (RFC 9110 §10.2.3), and keeps to the limit that they show from then on: for
 * all requests, or for those to another path, such as a login, that alone is limited.
 */
export function createThrottle(options: ThrottleOptions): Throttle {
  const { path: target, maxPauseMs, deadline = Number.POSITIVE_INFINITY, signal, onPause } = options
  const { now = Date.now, sleep = (ms, signal) => delay(ms, undefined, { signal }) } = options
  const whole = createPace({ now, maxPauseMs })
  const paths = new Map<string, Pace>()
  const epochs = new Map<string | undefined, number>()
  const listeners: ((limit: LearnedLimit) => void)[] = []
  const learned = new Map<string | undefined, LearnedLimit>()
  let interruption = new AbortController()

  const ofPath = (path: string): Pace => {
    const pace = paths.get(path) ?? createPace({ now, maxPauseMs })
    paths.set(path, pace)
    return pace
  }
  const epochOf = (path: string) => (epochs.get(undefined) ?? 0) + (epochs.get(path) ?? 0)
  const tell = (limit: LearnedLimit | undefined, path?: string) => {
    if (!limit) return
    const told = path === undefined ? limit : { ...limit, path }
    learned.set(path, told)
    for (const listener of listeners) listener(told)
  }
  /** Those that a request takes its turn in. */
  const pacesOf = (path: string): readonly Pace[] => (path === target ? [whole] : [whole, ofPath(path)])

  const turn = async (path: string, epoch: number) => {
    for (;;) {
      const at = Math.max(...pacesOf(path).map((pace) => pace.turn()))
      while (at > now()) {
        const signals = [interruption.signal, ...(signal ? [signal] : [])]
        await sleep(Math.max(1, at - now()), AbortSignal.any(signals)).catch(() => {})
        signal?.throwIfAborted()
        if (epochOf(path) !== epoch) throw new CutShort()
      }
      if (pacesOf(path).every(({ pausedUntil }) => pausedUntil <= now())) return
    }
  }

  const learn = (path: string, sentAt: number, announced: Announced): Pace => {
    const own = path === target ? undefined : ofPath(path)
    const isOwn = own !== undefined && (whole.gapMs === 0 || own.taken >= fewestOfPath)
    const pace = isOwn ? own : whole
    const before = pace.pausedUntil
    tell(pace.throttled(sentAt, announced), isOwn ? path : undefined)
    const pause = pace.pausedUntil - now()
    if (pace.pausedUntil > before && pause > longPauseMs && pace.pausedUntil <= deadline) onPause?.(pause)
    return pace
  }

  return {
    async send(path, send, epoch = epochOf(path)) {
      for (let retries = 0; ; retries++) {
        if (epochOf(path) !== epoch) throw new CutShort()
        await turn(path, epoch)
        const sentAt = now()
        const answer = await send()
        // An exchange that an abort ended says nothing about the target.
        signal?.throwIfAborted()
        const { response } = answer
        if (!response) return answer
        if (!isThrottled({ ...response, body: '', bodyBytes: 0 })) {
          tell(whole.counted(sentAt))
          if (path !== target) tell(ofPath(path).counted(sentAt), path)
          return answer
        }
        const announced = announcedBy(response.fields, now())
        const { pausedUntil } = learn(path, sentAt, announced)
        // What was learned may have cut this request short, too.
        if (epochOf(path) !== epoch) throw new CutShort()
        const most = announced.waitMs === undefined ? maxRetries.guessed : maxRetries.announced
        if (retries >= most || pausedUntil > deadline) return answer
      }
    },
    async wait(path, requests) {
      for (let sent = 0; sent < requests; sent++) await turn(path, epochOf(path))
    },
    epoch: epochOf,
    cutShort(path) {
      epochs.set(path, (epochs.get(path) ?? 0) + 1)
      interruption.abort()
      interruption = new AbortController()
    },
    onLimit(listener) {
      listeners.push(listener)
      for (const limit of learned.values()) listener(limit)
    },
    paceOf(path) {
      const paces = pacesOf(path)
      return {
        gapMs: Math.max(...paces.map(({ gapMs }) => gapMs)),
        pausedUntil: Math.max(...paces.map(({ pausedUntil }) => pausedUntil)),
      }
    },
  }
}

type Fields = Parameters<typeof readPolicy>[0]

function announcedBy(fields: Fields, now: number): Announced {
  const resets = (readRateLimit(fields) ?? []).flatMap(({ remaining, resetSeconds }) =>
    remaining === 0 && resetSeconds !== undefined ? [resetSeconds * 1000] : [],
  )
  return {
    waitMs: retryAfterMs(fields, now) ?? (resets.length > 0 ? Math.max(...resets) : undefined),
    policy: readPolicy(fields),
  }
}
