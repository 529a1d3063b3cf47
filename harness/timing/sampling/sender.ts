import type { OnReadOpts, Socket } from 'node:net'
import { createDial } from '../../wire/dial.ts'

/** What the answers to one shot must be: so many, each of so many bytes, the first of which say this status. */
export interface ExpectedAnswers {
  readonly count: number
  readonly bytes: number
  readonly status: number
}

/** Why a shot has no duration. `closed`: the connection is gone, and another may be opened. */
export class ShotFailure extends Error {
  readonly kind: 'closed' | 'status' | 'length' | 'timeout'

  constructor(kind: ShotFailure['kind'], message: string) {
    super(message)
    this.name = 'ShotFailure'
    this.kind = kind
  }
}

/** A connection for requests that are timed, one shot after the other. */
export interface Shooter {
  /**
   * Writes requests at once and waits for the last byte of their answers. Resolves to milliseconds.
   *
   * @throws {ShotFailure}
   */
  shoot(bytes: Buffer, expected: ExpectedAnswers): Promise<number>
  close(): void
}

interface Shot {
  readonly expected: ExpectedAnswers
  readonly startedAt: number
  readonly resolve: (duration: number) => void
  readonly reject: (failure: ShotFailure) => void
  received: number
}

/** Answers are only counted: to read them would take longer than what is measured. */
const bufferBytes = 65_536
/** How often it is looked whether a shot takes too long; a timer for each would cost more than the shot. */
const watchMs = 250

/**
 * Opens a connection whose event loop never sleeps while it is open: to be woken takes longer, and varies more, than
 * most of what is measured.
 *
 * @throws {ShotFailure} `closed` where nothing can be connected
 */
export async function openShooter(origin: URL, timeoutMs: number): Promise<Shooter> {
  let shot: Shot | undefined
  let open = true

  const fail = (kind: ShotFailure['kind'], message: string) => {
    const failed = shot
    shot = undefined
    failed?.reject(new ShotFailure(kind, message))
  }

  const arrived = (bytes: number, buffer: Uint8Array): boolean => {
    const at = performance.now()
    if (!shot) return true
    const other = otherStatus(Buffer.from(buffer.buffer, buffer.byteOffset, bytes), shot)
    if (other !== undefined) {
      fail('status', `the target began to answer ${other} instead of ${shot.expected.status}`)
      return true
    }
    shot.received += bytes
    const whole = shot.expected.count * shot.expected.bytes
    if (shot.received < whole) return true
    if (shot.received > whole) {
      fail('length', 'an answer was longer than the others')
      return true
    }
    const done = shot
    shot = undefined
    done.resolve(at - done.startedAt)
    return true
  }

  const socket = await connect(origin, { buffer: new Uint8Array(bufferBytes), callback: arrived })
  const ended = () => {
    open = false
    clearInterval(watch)
    fail('closed', 'the target closed the connection')
  }
  socket.on('error', () => socket.destroy())
  socket.on('end', () => socket.destroy())
  socket.on('close', ended)
  const watch = setInterval(() => {
    if (shot && performance.now() - shot.startedAt > timeoutMs) {
      fail('timeout', `no whole answers within ${timeoutMs} ms, or shorter ones than before`)
    }
  }, watchMs)
  const spin = () => {
    if (open) setImmediate(spin)
  }
  spin()

  return {
    shoot: (bytes, expected) =>
      new Promise((resolve, reject) => {
        if (!open) return reject(new ShotFailure('closed', 'the target closed the connection'))
        shot = { expected, startedAt: performance.now(), received: 0, resolve, reject }
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

/** A status that is not the expected one, of the answers that begin in what came. */
function otherStatus(came: Buffer, { received, expected: { bytes, status } }: Shot): string | undefined {
  for (let start = -received % bytes; start + digitsTo <= came.length; start += bytes) {
    if (start < 0) continue
    const digits = came.toString('latin1', start + digitsFrom, start + digitsTo)
    if (digits !== String(status)) return /^\d+$/.test(digits) ? digits : undefined
  }
  return undefined
}

const connect = (origin: URL, onread: OnReadOpts): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const failed = () => reject(new ShotFailure('closed', 'the target takes no connection'))
    const socket = createDial(
      origin,
      onread,
    )(() => {
      socket.off('error', failed)
      resolve(socket)
    })
    socket.once('error', failed)
  })
