import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import type { Attempt } from '../model/expectation.ts'
import { check, correct, runAgainst, suite, verdicts } from '../test/run-against.ts'
import type { Slowdown } from './slowdown.ts'

/** Takes so many requests in each window, which begins with its first one. */
function limited(requests: number, windowMs: number): RequestListener {
  let [begun, taken] = [0, 0]
  return (request, response) => {
    if (Date.now() - begun >= windowMs) [begun, taken] = [Date.now(), 0]
    if (++taken <= requests) return correct(request, response)
    const wait = Math.ceil((begun + windowMs - Date.now()) / 1000)
    response.writeHead(429, { 'retry-after': String(wait) }).end()
  }
}

const vectors = (count: number): Readonly<Record<string, Attempt>> =>
  Object.fromEntries(Array.from({ length: count }, (_, each) => [`token ${each}`, { token: `unknown-${each}` }]))

const low = check('test/low', { severity: 'low', vectors: vectors(60) })
const high = check('test/high', { severity: 'high', vectors: vectors(60) })
const critical = check('test/critical', { severity: 'critical', vectors: vectors(60) })
const burst = check('test/burst', { severity: 'critical', needs: ['bursts'] })

test('a run keeps to an unannounced limit, and every check has its verdict', async () => {
  const slowdowns: Slowdown[] = []
  const { findings, leftOut } = await runAgainst(
    limited(20, 1000),
    [suite(check('test/few', { vectors: vectors(12) }), check('test/more', { vectors: vectors(12) }))],
    {
      onSlowdown: (slowdown) => slowdowns.push(slowdown),
    },
  )
  expect(verdicts(findings)).toEqual(['test/few pass', 'test/more pass'])
  expect(findings.flatMap(({ vectors }) => vectors)).toHaveLength(24)
  expect([leftOut, slowdowns.some(({ brief }) => brief)]).toEqual([[], false])
})

test('where that takes too long, the most severe come first, one vector each, and what is left out is named', async () => {
  const slowdowns: Slowdown[] = []
  const done: string[] = []
  const { findings, leftOut } = await runAgainst(limited(8, 1000), [suite(burst, low, high, critical)], {
    maxDurationMs: 8000,
    onSlowdown: (slowdown) => slowdowns.push(slowdown),
    onFinding: ({ id }) => done.push(id),
  })
  expect(slowdowns.map(({ brief }) => brief)).toEqual([true])
  expect(done.filter((id) => id !== 'test/burst')).toEqual(['test/critical', 'test/high', 'test/low'])
  expect(verdicts(findings)).toEqual([
    'test/burst inconclusive',
    ...['test/low pass', 'test/high pass', 'test/critical pass'],
  ])
  expect(findings.at(-1)?.vectors).toMatchObject([
    { vector: 'token 0', notes: ['one of 60 vectors, because the target limits requests'] },
  ])
  expect(leftOut).toEqual(['test/burst'])
})

test('a limit that no request is left for leaves everything out', async () => {
  const { findings, leftOut } = await runAgainst(limited(8, 3_600_000), [suite(low, critical)], { maxDurationMs: 4000 })
  expect(leftOut).toEqual(['test/critical', 'test/low'])
  expect(findings.every(({ reason }) => reason?.includes('--max-duration'))).toBe(true)
})
