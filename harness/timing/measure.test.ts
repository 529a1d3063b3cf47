import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Measured } from '../model/measurement.ts'
import { type MeasureOptions, measure } from './measure.ts'
import type { Requests } from './sampling/preflight.ts'
import { decideMeasurement } from './statistics/decide.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const opened: (() => void)[] = []
afterEach(() => {
  for (const close of opened.splice(0)) close()
})

async function serve(answer: Answer, settings: Partial<ReturnType<typeof createServer>> = {}): Promise<URL> {
  const server = Object.assign(createServer(answer), settings)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const request = (group: string): Buffer => Buffer.from(`GET / HTTP/1.1\r\nHost: a\r\nX-Group: ${group}\r\n\r\n`)
const requests = (): Requests => ({
  left: Array.from({ length: 4 }, () => request('left-')),
  right: Array.from({ length: 4 }, () => request('right')),
})

const reject = (response: ServerResponse, status = 401): void => {
  response.writeHead(status, { 'Content-Length': 2 }).end('no')
}
/** Keeps the processor busy, as a comparison does. */
const work = (microseconds: number): void => {
  const until = performance.now() + microseconds / 1000
  while (performance.now() < until);
}
const isRight = ({ headers }: IncomingMessage): boolean => headers['x-group'] === 'right'

const measureAt = (origin: URL, options: Partial<MeasureOptions> = {}, made = requests): Promise<Measured> =>
  measure(made, {
    server: { origin },
    groups: { left: 'left', right: 'right' },
    budgetMs: 700,
    blockMs: 5,
    warmUpMs: 20,
    timeoutMs: 1000,
    ...options,
  })

describe('a difference', () => {
  // On a busy machine a short measurement may be inconclusive.
  it('is found with its sign, confirmed, and can be decided again from its raw blocks', { retry: 2 }, async () => {
    const origin = await serve((request, response) => {
      if (isRight(request)) work(100)
      reject(response)
    })
    const measured = await measureAt(origin, { keepRaw: true, budgetMs: 2000 })
    if (measured.kind !== 'measured') throw new Error(measured.reason)
    const { measurement } = measured
    expect(measurement).toMatchObject({ verdict: 'leak', pipelined: 8 })
    expect(measurement.first.difference).toBeGreaterThan(50_000)
    expect(measurement.confirmation?.difference).toBeGreaterThan(50_000)
    expect(measurement.first.control.differs).toBe(false)
    expect(measurement.raw).toHaveLength(2)
    const { verdict, bound, first, confirmation } = measurement
    expect(decideMeasurement(measurement.raw ?? [], measurement)).toEqual({ verdict, bound, first, confirmation })
    const probes = measurement.histograms.left.counts.reduce((sum, count) => sum + count, 0)
    expect(probes).toBeGreaterThan(0)
  })

  it('is none where both groups are answered in the same way', async () => {
    const origin = await serve((_, response) => reject(response))
    const measured = await measureAt(origin, { resolution: () => 1e9 })
    expect(measured).toMatchObject({ kind: 'measured', measurement: { verdict: 'none' } })
    expect(measured.kind === 'measured' && measured.measurement.raw).toBeUndefined()
  })

  it('of a target that answers slowly is measured one request at a time', async () => {
    const origin = await serve((_, response) => {
      work(25_000)
      reject(response)
    })
    const measured = await measureAt(origin, { budgetMs: 1500, resolution: () => 1e9 })
    expect(measured).toMatchObject({ kind: 'measured', measurement: { pipelined: 1 } })
  })

  it('is measured over several connections where each is closed after a while', async () => {
    let opened = 0
    const origin = await serve(({ socket }, response) => {
      const counted = socket as typeof socket & { answered?: number }
      counted.answered = (counted.answered ?? 0) + 1
      if (counted.answered === 1) opened++
      reject(response)
      if (counted.answered === 100) socket.end()
    })
    const measured = await measureAt(origin, { resolution: () => 1e9 })
    expect(measured).toMatchObject({ kind: 'measured', measurement: { verdict: 'none' } })
    expect(opened).toBeGreaterThan(10)
  })

  it('ends when it is interrupted', async () => {
    const origin = await serve((_, response) => reject(response))
    const interrupt = new AbortController()
    const measured = measureAt(origin, {
      budgetMs: 60_000,
      signal: interrupt.signal,
      onProgress: () => interrupt.abort(),
    })
    await expect(measured).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
  })

  it('reports its progress, and the interval so far', async () => {
    const origin = await serve((_, response) => reject(response))
    const parts: number[] = []
    let interval: readonly number[] | undefined
    await measureAt(origin, {
      onProgress: (progress) => {
        parts.push(progress.part)
        interval = progress.interval() ?? interval
      },
    })
    expect(parts.toSorted((left, right) => left - right)).toEqual(parts)
    expect(parts.at(-1)).toBeGreaterThanOrEqual(1)
    expect(interval).toHaveLength(2)
  })

  it('ends at its limit of requests', async () => {
    const origin = await serve((_, response) => reject(response))
    const measured = await measureAt(origin, { budgetMs: 60_000, maxRequests: 4000, resolution: () => 1e9 })
    if (measured.kind !== 'measured') throw new Error(measured.reason)
    expect(measured.measurement.requests).toBeLessThan(4000 + 2000)
  })
})

describe('a target that cannot be measured', () => {
  const counting = (answer: (count: number, request: IncomingMessage, response: ServerResponse) => void): Answer => {
    let count = 0
    return (request, response) => answer(++count, request, response)
  }
  it.each<[string, Answer, string]>([
    ['accepts the requests', (_, response) => reject(response, 200), 'not rejected, but answered 200'],
    ['throttles from the start', (_, response) => reject(response, 429), 'throttles us: 429'],
    [
      'answers the groups with different statuses',
      (request, response) => reject(response, isRight(request) ? 403 : 401),
      'differ in status: 401 and 403',
    ],
    [
      'varies the length of its answers',
      counting((count, _, response) => response.writeHead(401, { 'X-Id': 'x'.repeat(count) }).end()),
      'differ in length',
    ],
    [
      'closes each connection',
      (_, response) => response.writeHead(401, { Connection: 'close', 'Content-Length': 0 }).end(),
      'closes the connection',
    ],
    [
      'begins to throttle meanwhile',
      counting((count, _, response) => reject(response, count > 400 ? 429 : 401)),
      'began to answer 429 instead of 401',
    ],
    [
      'begins to send longer answers',
      counting((count, _, response) => {
        const body = count > 400 ? 'nothing' : 'no'
        response.writeHead(401, { 'Content-Length': body.length }).end(body)
      }),
      'an answer was longer than the others',
    ],
    ['does not answer', () => {}, 'no answer within 1000 ms'],
    ['is not there', (_, response) => response.socket?.destroy(), 'closes the connection'],
  ])('%s', async (_, answer, reason) => {
    const measured = await measureAt(await serve(answer))
    expect(measured).toMatchObject({ kind: 'unmeasurable', reason: expect.stringContaining(reason) })
  })

  it('begins to send shorter answers', async () => {
    const answer = counting((count, _, response) => {
      const body = count > 400 ? '' : 'no'
      response.writeHead(401, { 'Content-Length': body.length }).end(body)
    })
    const measured = await measureAt(await serve(answer), { timeoutMs: 300 })
    expect(measured).toMatchObject({
      kind: 'unmeasurable',
      reason: expect.stringContaining('shorter ones than before'),
    })
  })

  it('is sent requests of one length only', async () => {
    const origin = await serve((_, response) => reject(response))
    const uneven = () => ({ left: [request('left')], right: [request('right')] })
    expect(await measureAt(origin, {}, uneven)).toMatchObject({ reason: 'the requests differ in length' })
    expect(await measureAt(origin, {}, () => ({ left: [], right: [] }))).toMatchObject({ kind: 'unmeasurable' })
  })
})
