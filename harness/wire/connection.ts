import type { ExchangeFailure } from '../model/exchange.ts'
import type { Dial } from './dial.ts'
import { failureOf } from './failure.ts'
import { createResponseReader, type ResponseReader, type WireResponse } from './response.ts'

/** What came back for requests that were written at once: the answers in order, and why they end early. */
export interface Outcome {
  readonly responses: readonly WireResponse[]
  /** When the last byte of each answer came, on the clock of `performance.now()`. */
  readonly at: readonly number[]
  /** Why the next answer did not come; absent when all came. */
  readonly failure?: ExchangeFailure
  /** Whether any byte of the answer that failed had come. */
  readonly begun: boolean
}

export interface Connection {
  /** Whether another exchange may follow. */
  readonly open: boolean
  /** Resolves when bytes can be written, TLS included, or when that failed; the exchange that follows says why. */
  connect(): Promise<void>
  /** Writes `bytes` at once and reads an answer for each of `methods`. `timeoutMs` is for each answer. Never rejects. */
  exchange(bytes: Uint8Array, methods: readonly string[], timeoutMs: number): Promise<Outcome>
  /** Ends the connection, and an exchange that runs with the failure given. */
  close(failure?: ExchangeFailure): void
}

interface ConnectionOptions {
  /** Milliseconds until `unreachable`. */
  readonly connectTimeoutMs: number
  readonly maxBodyBytes: number
  /** Ends with a reset, so that the kernel keeps no trace of the connection (RFC 9293 §3.6.1: no TIME-WAIT). */
  readonly reset?: boolean
  /** Called once, when the connection is gone. */
  readonly onGone: () => void
}

interface Job {
  readonly bytes: Uint8Array
  readonly methods: readonly string[]
  readonly timeoutMs: number
  readonly startedAt: number
  readonly responses: WireResponse[]
  readonly at: number[]
  readonly resolve: (outcome: Outcome) => void
  reader: ResponseReader
  timer: NodeJS.Timeout
}

/** One connection and the one exchange that runs on it at a time. While none runs, it does not keep the process alive. */
export function openConnection(dial: Dial, options: ConnectionOptions): Connection {
  const { connectTimeoutMs, maxBodyBytes, reset = false, onGone } = options
  let open = true
  let ready = false
  let job: Job | undefined
  let connected: (() => void) | undefined
  let failed: Error | undefined

  const reader = (method: string | undefined) => createResponseReader({ method: method ?? 'GET', maxBodyBytes })

  const shut = () => {
    open = false
    if (reset) socket.resetAndDestroy()
    else socket.destroy()
  }

  const settle = (failure?: ExchangeFailure) => {
    const done = job
    if (!done) return
    job = undefined
    clearTimeout(done.timer)
    if (failure) shut()
    else if (open) socket.unref()
    const { responses, at } = done
    done.resolve({ responses, at, begun: done.reader.begun, ...(failure && { failure }) })
  }

  const expire = () => {
    if (!job) return
    if (!ready) return settle({ kind: 'unreachable', detail: `no connection within ${elapsed(job)} ms` })
    const came = job.reader.begun ? 'only part of an answer' : 'no answer'
    settle({ kind: 'timeout', detail: `${came} within ${job.timeoutMs} ms` })
  }

  const read = (chunk: Buffer) => {
    if (!job) return shut() // Bytes without a request: later answers could not be matched to requests.
    for (let input = chunk; ; ) {
      const result = job.reader.push(input)
      if (result.kind === 'more') return
      if (result.kind === 'failure') return settle(result.failure)
      job.responses.push(result.response)
      job.at.push(performance.now())
      const last = job.responses.length === job.methods.length
      // An answer to a request that is not yet written, or one too many, leaves the connection out of step.
      if (!result.response.reusable || (last && (result.rest.length > 0 || socket.writableLength > 0))) shut()
      if (last) return settle()
      job.reader = reader(job.methods[job.responses.length])
      if (!open) return settle({ kind: 'closed', detail: 'the server closed the connection after an earlier answer' })
      job.timer.refresh()
      if (result.rest.length === 0) return
      input = result.rest
    }
  }

  /** Called when the server ended the connection, with an error where it did not close it in order. */
  const ended = (error?: Error) => {
    open = false
    failed = error ?? failed
    connected?.()
    if (!job) return socket.destroy()
    if (!ready) {
      const detail = 'the server closed the connection during the TLS handshake'
      return settle(error ? failureOf(error, false) : { kind: 'unreachable', detail })
    }
    const result = job.reader.end()
    const whole = result.kind === 'response' && (!error || result.response.status >= 400)
    if (!whole) return settle(error ? failureOf(error, true) : result.kind === 'failure' ? result.failure : undefined)
    job.responses.push(result.response)
    job.at.push(performance.now())
    if (job.responses.length === job.methods.length) return settle()
    job.reader = reader(undefined)
    settle({ kind: 'closed', detail: 'the server closed the connection after an earlier answer' })
  }

  const socket = dial(() => {
    ready = true
    if (connected) return connected()
    if (!job) return shut()
    clearTimeout(job.timer)
    job.timer = setTimeout(expire, Math.max(1, job.timeoutMs - elapsed(job)))
    socket.write(job.bytes)
  })
  socket.on('data', read)
  socket.on('end', () => ended())
  socket.on('error', ended)
  socket.on('close', () => {
    ended()
    onGone()
  })

  return {
    get open() {
      return open
    },
    async connect() {
      if (ready || !open) return
      const timer = setTimeout(() => {
        failed = new Error(`no connection within ${connectTimeoutMs} ms`)
        shut()
      }, connectTimeoutMs)
      await new Promise<void>((resolve) => {
        connected = resolve
      })
      connected = undefined
      clearTimeout(timer)
    },
    exchange: (bytes, methods, timeoutMs) =>
      new Promise((resolve) => {
        const startedAt = performance.now()
        const timer = setTimeout(expire, ready ? timeoutMs : Math.min(timeoutMs, connectTimeoutMs))
        const next = { bytes, methods, timeoutMs, startedAt, responses: [], at: [], resolve, timer }
        job = { ...next, reader: reader(methods[0]) }
        if (!open) return ended(failed)
        socket.ref()
        if (ready) socket.write(bytes)
      }),
    close(failure) {
      if (failure) settle(failure)
      shut()
    },
  }
}

const elapsed = ({ startedAt }: Job) => Math.round(performance.now() - startedAt)
