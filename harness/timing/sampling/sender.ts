import type { OnReadOpts, Socket } from 'node:net'
import { createDial, type Destination } from '../../wire/dial.ts'

/** The expected answers to one probe: their number, the bytes of each, and their status. */
export interface ExpectedAnswers {
  readonly count: number
  readonly bytes: number
  readonly status: number
}

/** Why a probe has no duration. `closed`: the connection is gone, and another one may be opened. */
export class ProbeFailure extends Error {
  readonly kind: 'closed' | 'status' | 'length' | 'timeout'

  constructor(kind: ProbeFailure['kind'], message: string) {
    super(message)
    this.name = 'ProbeFailure'
    this.kind = kind
  }
}

/** A connection for probes, one after the other. */
export interface Sender {
  /**
   * Sends a probe: writes its requests at once and waits for the last byte of their answers. Resolves to milliseconds.
   *
   * @throws {ProbeFailure}
   */
  probe(bytes: Buffer, expected: ExpectedAnswers): Promise<number>
  close(): void
}

interface Pending {
  readonly expected: ExpectedAnswers
  readonly startedAt: number
  readonly resolve: (duration: number) => void
  readonly reject: (failure: ProbeFailure) => void
  received: number
}

/** Answers are only counted: to parse them would take longer than what is measured. */
const bufferBytes = 65_536
/** How often the timeout of the pending probe is checked; a timer for each probe would cost more than the probe. */
const watchMs = 250

/**
 * Opens a connection that keeps the event loop busy until it is closed: waking a sleeping event loop takes longer, and
 * varies more, than most of what is measured.
 *
 * @throws {ProbeFailure} `closed` where the target accepts no connection
 */
export async function openSender(server: Destination, timeoutMs: number): Promise<Sender> {
  let pending: Pending | undefined
  let open = true

  const fail = (kind: ProbeFailure['kind'], message: string) => {
    const failed = pending
    pending = undefined
    failed?.reject(new ProbeFailure(kind, message))
  }

  const onBytes = (bytes: number, buffer: Uint8Array): boolean => {
    const at = performance.now()
    if (!pending) return true
    const other = otherStatus(Buffer.from(buffer.buffer, buffer.byteOffset, bytes), pending)
    if (other !== undefined) {
      fail('status', `the target began to answer ${other} instead of ${pending.expected.status}`)
      return true
    }
    pending.received += bytes
    const total = pending.expected.count * pending.expected.bytes
    if (pending.received < total) return true
    if (pending.received > total) {
      fail('length', 'an answer was longer than the others')
      return true
    }
    const done = pending
    pending = undefined
    done.resolve(at - done.startedAt)
    return true
  }

  const socket = await connect(server, { buffer: new Uint8Array(bufferBytes), callback: onBytes })
  const ended = () => {
    open = false
    clearInterval(watch)
    fail('closed', 'the target closed the connection')
  }
  socket.on('error', () => socket.destroy())
  socket.on('end', () => socket.destroy())
  socket.on('close', ended)
  const watch = setInterval(() => {
    if (pending && performance.now() - pending.startedAt > timeoutMs) {
      fail('timeout', `incomplete answers after ${timeoutMs} ms, or shorter ones than before`)
    }
  }, watchMs)
  const spin = () => {
    if (open) setImmediate(spin)
  }
  spin()

  return {
    probe: (bytes, expected) =>
      new Promise((resolve, reject) => {
        if (!open) return reject(new ProbeFailure('closed', 'the target closed the connection'))
        pending = { expected, startedAt: performance.now(), received: 0, resolve, reject }
        socket.write(bytes)
      }),
    close() {
      open = false
      clearInterval(watch)
      socket.destroy()
    },
  }
}

/** Where the digits of `HTTP/1.1 401` are (RFC 9112 §4). */
const [digitsFrom, digitsTo] = [9, 12]

/** A status other than the expected one, of the answers that begin in these bytes. */
function otherStatus(chunk: Buffer, { received, expected: { bytes, status } }: Pending): string | undefined {
  for (let start = -received % bytes; start + digitsTo <= chunk.length; start += bytes) {
    if (start < 0) continue
    const digits = chunk.toString('latin1', start + digitsFrom, start + digitsTo)
    if (digits !== String(status)) return /^\d+$/.test(digits) ? digits : undefined
  }
  return undefined
}

const connect = (server: Destination, onread: OnReadOpts): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const failed = () => reject(new ProbeFailure('closed', 'the target accepts no connection'))
    const socket = createDial(
      server,
      onread,
    )(() => {
      socket.off('error', failed)
      resolve(socket)
    })
    socket.once('error', failed)
  })
