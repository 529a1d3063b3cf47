import pLimit from 'p-limit'
import type { CheckInput } from '../../model/check.ts'
import type { Attempt, Observed } from '../../model/expectation.ts'
import type { WireAnswer, WireClient, WireRequest } from '../../wire/client.ts'
import { wireRequestOf } from '../compose.ts'
import type { Observer, Sent } from './observer.ts'
import type { Throttle } from './throttle.ts'

/** A server, and where the protected resource is on it. */
export interface Server {
  readonly target: URL
  readonly wire: WireClient
}

/** Sends attempts, so many at once as the run allows. Rejects with an AbortError when the run is interrupted. */
export interface Sender {
  /** Sends, and records nothing yet. */
  exchange(attempt: Attempt, input: CheckInput): Promise<Sent>
  send(sentFor: string, attempt: Attempt, input: CheckInput, options?: SendOptions): Promise<Observed>
  sendOnOneConnection(
    sentFor: string,
    attempts: readonly Attempt[],
    how: 'in turn' | 'pipelined',
    input: CheckInput,
  ): Promise<readonly Observed[]>
  /** All in one moment, each over a connection that is open already. */
  sendTogether(sentFor: string, attempts: readonly Attempt[], input: CheckInput): Promise<readonly Observed[]>
  /** See Session. */
  alone<Result>(action: () => Promise<Result>, forMs: number): Promise<Result>
}

/** The time of an action that was to be alone is over. */
export class TimeIsOver extends Error {
  override readonly name = 'TimeIsOver'
}

interface SendOptions {
  /** Default: `attempt`. */
  readonly role?: Observed['role']
  /** Default: the target. */
  readonly server?: Server
}

interface SenderOptions {
  readonly server: Server
  readonly observer: Observer
  readonly throttle: Throttle
  /** Requests under way at once. */
  readonly concurrency: number
  readonly signal?: AbortSignal
}

interface ExchangeOptions {
  readonly server?: Server
  readonly pool?: string
  /** Of the throttle, when the request was asked for. */
  readonly epoch?: number
}

/** Without the query; limits rarely count it. */
const pathOf = ({ path }: Attempt, { pathname }: URL): string => path?.split('?')[0] ?? pathname

export function createSender({ server, observer, throttle, concurrency, signal }: SenderOptions): Sender {
  const limit = pLimit(concurrency)
  let endsAt = Number.POSITIVE_INFINITY

  const assertMaySend = () => {
    signal?.throwIfAborted()
    if (Date.now() >= endsAt) throw new TimeIsOver('the time for it is over')
  }

  const exchange = async (attempt: Attempt, input: CheckInput, how: ExchangeOptions = {}) => {
    const { target, wire } = how.server ?? server
    const { pool, epoch } = how
    const path = pathOf(attempt, target)
    const request = await wireRequestOf(attempt, input, target, pool)
    const send = () => wire.send(request)
    const answer = attempt.retryThrottled === false ? await send() : await throttle.send(path, send, epoch)
    signal?.throwIfAborted()
    return { attempt, request, answer }
  }

  const observeAll = (
    sentFor: string,
    attempts: readonly Attempt[],
    requests: readonly WireRequest[],
    answers: readonly WireAnswer[],
  ): readonly Observed[] => {
    signal?.throwIfAborted()
    return requests.flatMap((request, index) => {
      const [attempt, answer] = [attempts[index], answers[index]]
      return attempt && answer ? [observer.observe(sentFor, { attempt, request, answer }, 'attempt')] : []
    })
  }

  return {
    exchange: (attempt, input) => exchange(attempt, input),
    send: (sentFor, attempt, input, { role = 'attempt', server: other } = {}) => {
      const epoch = throttle.epoch(pathOf(attempt, (other ?? server).target))
      return limit(async () => {
        assertMaySend()
        // Only controls share connections: a server that trusts a connection must not change what other checks see.
        const pool = role === 'control' ? 'control' : undefined
        const how = { epoch, ...(other && { server: other }), ...(pool !== undefined && { pool }) }
        return observer.observe(sentFor, await exchange(attempt, input, how), role)
      })
    },
    async sendTogether(sentFor, attempts, input) {
      assertMaySend()
      const requests = await Promise.all(attempts.map((attempt) => wireRequestOf(attempt, input, server.target)))
      return observeAll(sentFor, attempts, requests, await limit(() => server.wire.sendTogether(requests)))
    },
    async alone(action, forMs) {
      limit.concurrency = 1
      endsAt = Date.now() + forMs
      try {
        return await action()
      } finally {
        limit.concurrency = concurrency
        endsAt = Number.POSITIVE_INFINITY
      }
    },
    async sendOnOneConnection(sentFor, attempts, how, input) {
      assertMaySend()
      const requests = await Promise.all(
        attempts.map((attempt) => wireRequestOf(attempt, input, server.target, 'one connection')),
      )
      const answers = await limit(async () => {
        await throttle.wait(server.target.pathname, requests.length)
        return server.wire.sendOnOneConnection(requests, how)
      })
      return observeAll(sentFor, attempts, requests, answers)
    },
  }
}
