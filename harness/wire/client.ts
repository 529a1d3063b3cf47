import type { ExchangeFailure } from '../model/exchange.ts'
import { type Connection, type Outcome, openConnection } from './connection.ts'
import { createDial, type Destination } from './dial.ts'
import { createPool } from './pool.ts'
import type { WireResponse } from './response.ts'

export type { WireResponse }

export interface WireRequest {
  /** Decides whether the answer has a body (RFC 9112 §6.3); not sent itself. */
  readonly method: string
  /** The request message, written as it stands. See `composeRequest`. */
  readonly bytes: Uint8Array
  /** Name of a pool of keep-alive connections. Absent: a fresh connection, closed afterwards. */
  readonly pool?: string
}

/** Either a whole response or the failure that came instead. */
export interface WireAnswer {
  readonly response?: WireResponse
  readonly failure?: ExchangeFailure
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** Milliseconds from the call to the last byte of the answer, connecting included. */
  readonly durationMs: number
}

export interface WireClient {
  /** Sends one request. Never rejects. */
  send(request: WireRequest): Promise<WireAnswer>
  /**
   * Sends all requests over one fresh connection: each after the answer to the one before, or all written at once
   * (RFC 9112 §9.3.2). Where the server closes it, the remaining requests are sent over new ones, in turn. Never rejects.
   */
  sendOnOneConnection(requests: readonly WireRequest[], how: 'in turn' | 'pipelined'): Promise<readonly WireAnswer[]>
  /** Sends each request over a fresh connection, all of them written in one moment when all are connected. Never rejects. */
  sendTogether(requests: readonly WireRequest[]): Promise<readonly WireAnswer[]>
  /** Closes every connection. Requests that are under way or sent later fail. */
  close(): void
  /** Requests written so far, repetitions included. */
  readonly requests: number
}

/** The only server that is connected to, and how. */
export interface WireClientOptions extends Destination {
  /** Milliseconds for an exchange as a whole, so that a very slow answer is ended, too. Default: 10 000. */
  readonly timeoutMs?: number
  /** Milliseconds for connecting, TLS included. Default: 5000. */
  readonly connectTimeoutMs?: number
  /** Cap of the content of a response. Default: 1 MiB. */
  readonly maxBodyBytes?: number
  /**
   * Ends each connection with a reset. For thousands of runs against servers on this machine: some 100,000 connections in
   * TIME-WAIT fill the kernel's tables, and then it drops packets. Default: false, because servers may log a reset.
   */
  readonly resetConnections?: boolean
  /** Closes the client. */
  readonly signal?: AbortSignal
}

const stopped: ExchangeFailure = { kind: 'timeout', detail: 'stopped by us before a whole answer came' }
const closed: Outcome = {
  responses: [],
  at: [],
  begun: true,
  failure: { kind: 'unreachable', detail: 'this client is closed' },
}

/** A byte-exact HTTP/1.1 client for one origin. Throws TypeError for an origin that is neither http: nor https:. */
export function createWireClient(options: WireClientOptions): WireClient {
  const {
    timeoutMs = 10_000,
    connectTimeoutMs = 5_000,
    maxBodyBytes = 1_048_576,
    resetConnections: reset = false,
    signal,
  } = options
  const dial = createDial(options)
  const pool = createPool()
  const connections = new Set<Connection>()
  let usable = true
  let requests = 0

  const close = () => {
    usable = false
    signal?.removeEventListener('abort', close)
    for (const connection of connections) connection.close(stopped)
  }

  const open = () => {
    const onGone = () => connections.delete(connection)
    const connection = openConnection(dial, { connectTimeoutMs, maxBodyBytes, reset, onGone })
    connections.add(connection)
    return connection
  }

  /** Uses `kept` if it is open, and repeats the request once where the server had closed it in the meantime. */
  const exchange = async (kept: Connection | undefined, request: WireRequest) => {
    const startedAt = Date.now()
    const began = performance.now()
    const reused = kept?.open ? kept : undefined
    let connection = reused
    let outcome = closed
    for (let repeat = reused !== undefined; usable; repeat = false) {
      connection ??= open()
      requests++
      const left = Math.max(1, Math.round(timeoutMs - (performance.now() - began)))
      outcome = await connection.exchange(request.bytes, [request.method], left)
      if (!connection.open) connection = undefined
      if (!repeat || !neverAnswered(outcome)) break
    }
    return { answer: answerOf(outcome, 0, startedAt, began), connection }
  }

  const inTurn = async (requestsLeft: readonly WireRequest[]) => {
    const answers: WireAnswer[] = []
    let kept: Connection | undefined
    for (const request of requestsLeft) {
      const { answer, connection } = await exchange(kept, request)
      answers.push(answer)
      kept = connection
    }
    kept?.close()
    return answers
  }

  const together = async (all: readonly WireRequest[]) => {
    const startedAt = Date.now()
    const connections = usable ? all.map(open) : []
    await Promise.all(connections.map((connection) => connection.connect()))
    const began = performance.now()
    requests += connections.length
    const outcomes = await Promise.all(
      all.map(({ bytes, method }, index) => connections[index]?.exchange(bytes, [method], timeoutMs) ?? closed),
    )
    for (const connection of connections) connection.close()
    return outcomes.map((outcome) => answerOf(outcome, 0, startedAt, began))
  }

  const pipelined = async (all: readonly WireRequest[]) => {
    if (!usable || all.length < 2) return inTurn(all)
    const startedAt = Date.now()
    const began = performance.now()
    const connection = open()
    requests += all.length
    const bytes = Buffer.concat(all.map((request) => request.bytes))
    const methods = all.map((request) => request.method)
    const outcome = await connection.exchange(bytes, methods, timeoutMs)
    connection.close()
    const answers = outcome.responses.map((_, index) => answerOf(outcome, index, startedAt, began))
    if (outcome.failure && !neverAnswered(outcome)) {
      answers.push(answerOf(outcome, outcome.responses.length, startedAt, began))
    }
    return [...answers, ...(await inTurn(all.slice(answers.length)))]
  }

  if (signal?.aborted) close()
  else signal?.addEventListener('abort', close)

  return {
    async send(request) {
      const name = request.pool
      const { answer, connection } = await exchange(name === undefined ? undefined : pool.take(name), request)
      if (connection && name !== undefined) pool.give(name, connection)
      else connection?.close()
      return answer
    },
    sendOnOneConnection: (all, how) => (how === 'in turn' ? inTurn(all) : pipelined(all)),
    sendTogether: together,
    close,
    get requests() {
      return requests
    },
  }
}

/** The server ended the connection before any byte of the answer, as it may do with an idle one (RFC 9112 §9.3.1). */
const neverAnswered = ({ failure, begun }: Outcome) =>
  !begun && (failure?.kind === 'closed' || failure?.kind === 'reset')

function answerOf(outcome: Outcome, index: number, startedAt: number, began: number): WireAnswer {
  const response = outcome.responses[index]
  const durationMs = (outcome.at[index] ?? performance.now()) - began
  if (response) return { response, startedAt, durationMs }
  return { failure: outcome.failure ?? stopped, startedAt, durationMs }
}
