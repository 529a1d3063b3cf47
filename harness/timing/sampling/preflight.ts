import type { Unmeasurable } from '../../model/measurement.ts'
import { createDial, type Destination, type Dial } from '../../wire/dial.ts'
import { createResponseReader } from '../../wire/response.ts'
import { openSender } from './sender.ts'

/** Requests as bytes: all of one length, and many in each group, so that the target sees none of them often. */
export interface Requests {
  readonly left: readonly Buffer[]
  readonly right: readonly Buffer[]
}

/** How a target can be measured, or why it cannot. */
type Preflight =
  | {
      readonly kind: 'ready'
      /** Requests written at once. */
      readonly pipelined: number
      /** Bytes of one answer, head included. */
      readonly answerBytes: number
      readonly status: number
    }
  | Unmeasurable

/** Requests of each group that are sent one by one. */
const samples = 3
/** More at once does not help (measured: 8 and 16 give the same precision). */
const depths = [8, 4, 2] as const
/** Where a request takes longer, one at a time is as precise. */
const slowMs = 2

const unmeasurable = (reason: string): Preflight => ({ kind: 'unmeasurable', reason })

/** Sends a few requests of each group, and then several at once. */
export async function preflight(server: Destination, { left, right }: Requests, timeoutMs: number): Promise<Preflight> {
  const dial = createDial(server)
  const answers: Answer[] = []
  for (let at = 0; at < samples; at++) {
    for (const request of [left[at], right[at]]) {
      const answer = request && (await ask(dial, request, timeoutMs))
      if (typeof answer === 'string') return unmeasurable(answer)
      if (answer) answers.push(answer)
    }
  }
  const [first] = answers
  if (!first) return unmeasurable('there is nothing to send')
  const lengths = new Set([...left, ...right].map(({ length }) => length))
  if (lengths.size > 1) return unmeasurable('the requests differ in length')
  const statuses = [...new Set(answers.map(({ status }) => status))]
  const throttled = statuses.find((status) => status === 429 || status === 503)
  if (throttled !== undefined) return unmeasurable(`the target throttles us: ${throttled}`)
  if (statuses.length > 1) return unmeasurable(`the answers differ in status: ${statuses.join(' and ')}`)
  if (first.status < 400) return unmeasurable(`the requests are not rejected, but answered ${first.status}`)
  const bytes = [...new Set(answers.map((answer) => answer.bytes))]
  if (bytes.length > 1) return unmeasurable(`the answers differ in length: ${bytes.join(' and ')} bytes`)
  if (answers.some(({ reusable }) => !reusable)) return unmeasurable('the target closes the connection after an answer')
  const answer = { answerBytes: first.bytes, status: first.status }
  const usualMs = Math.min(...answers.map(({ ms }) => ms))
  const pipelined = usualMs > slowMs ? 1 : await depthOf(server, left, answer, usualMs)
  return { kind: 'ready', pipelined, ...answer }
}

interface Answer {
  readonly status: number
  readonly bytes: number
  readonly reusable: boolean
  readonly ms: number
}

/** One request on a connection of its own; a string says why there is no answer. */
const ask = (dial: Dial, request: Buffer, timeoutMs: number): Promise<Answer | string> =>
  new Promise((resolve) => {
    const reader = createResponseReader({ method: request.toString('latin1', 0, request.indexOf(' ')) })
    let bytes = 0
    let startedAt = 0
    const settle = (outcome: Answer | string) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => settle(`no answer within ${timeoutMs} ms`), timeoutMs)
    const socket = dial(() => {
      startedAt = performance.now()
      socket.write(request)
    })
    socket.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      const result = reader.push(chunk)
      if (result.kind === 'failure') return settle(result.failure.detail)
      if (result.kind === 'more') return
      const { status, reusable } = result.response
      settle({ status, reusable, bytes: bytes - result.rest.length, ms: performance.now() - startedAt })
    })
    socket.on('error', (error) => settle(error.message))
    socket.on('close', () => settle('the target closes the connection after an answer'))
  })

/** How many requests may be written at once so that each of them is answered, in order. */
async function depthOf(
  server: Destination,
  requests: readonly Buffer[],
  { answerBytes, status }: { readonly answerBytes: number; readonly status: number },
  usualMs: number,
): Promise<number> {
  for (const depth of depths) {
    const burst = Buffer.concat(
      Array.from({ length: depth }, (_, at) => requests[at % requests.length] ?? Buffer.alloc(0)),
    )
    const timeoutMs = 1000 + depth * usualMs * 3
    try {
      const sender = await openSender(server, timeoutMs)
      try {
        // Twice: the second time shows whether the connection is closed after a few requests.
        for (let turn = 0; turn < 2; turn++) await sender.probe(burst, { count: depth, bytes: answerBytes, status })
        return depth
      } finally {
        sender.close()
      }
    } catch {
      // A smaller depth may work.
    }
  }
  return 1
}
