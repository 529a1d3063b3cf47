import type { RequestListener } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { http } from '../../suites/http/index.ts'
import { defineSuite } from '../define.ts'
import { accepted } from '../expect/index.ts'
import { body, check, correct, runAgainst, suite, verdicts } from '../test/run-against.ts'

/** Calls `disturbed` for each request that arrives while another one is handled. */
function racing(disturbed: RequestListener, when: (request: Parameters<RequestListener>[0]) => boolean = () => true) {
  let underWay = 0
  const listener: RequestListener = async (request, response) => {
    underWay++
    await delay(20)
    const others = underWay - 1
    underWay--
    return others > 0 && when(request) ? disturbed(request, response) : correct(request, response)
  }
  return listener
}

const concurrent = defineSuite({ ...http, checks: http.checks.filter(({ id }) => id === 'http/concurrent-requests') })

const six = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, { token: name }]))
const crash: RequestListener = (_, response) => response.writeHead(500).end()
const names = ['test/one', 'test/two', 'test/three'] as const
const three = suite(...names.map((id) => check(id, { vectors: six })))

describe('what other requests may have caused', () => {
  it('is repeated alone, and the difference is one finding with its evidence', async () => {
    const { findings } = await runAgainst(racing(crash), [three, concurrent])
    expect(verdicts(findings)).toEqual([...names.map((id) => `${id} pass`), 'http/concurrent-requests fail'])
    const { vectors = [], severity } = findings.at(-1) ?? {}
    expect(severity).toBe('high')
    expect(vectors[0]).toMatchObject({ vector: '40 valid requests at once', verdict: 'fail' })
    const others = vectors.slice(1)
    expect(others.length).toBeGreaterThan(0)
    for (const { received, exchanges } of others) {
      expect(received).toMatch(/ only among other requests/)
      expect(exchanges.map(({ response }) => response?.status)).toContain(500)
    }
  })

  it('is not repeated where one request at a time was sent anyway', async () => {
    const { session } = await runAgainst(crash, [three], { concurrency: 1 })
    expect(session.disturbances).toEqual([])
    const { findings } = await runAgainst(racing(crash), [three, concurrent], { concurrency: 1 })
    expect(verdicts(findings)).toEqual([...names.map((id) => `${id} pass`), 'http/concurrent-requests pass'])
  })

  it('stays a crash where it crashes alone, too', async () => {
    const always: RequestListener = (request, response) =>
      request.headers.authorization === 'Bearer b' ? crash(request, response) : correct(request, response)
    const { findings } = await runAgainst(always, [three, concurrent])
    expect(verdicts(findings)).toEqual([...names.map((id) => `${id}/crash fail`), 'http/concurrent-requests pass'])
  })

  it('keeps the crash of one vector where another of the check crashes alone, too', async () => {
    const always = racing(crash, ({ headers }) => headers.authorization === 'Bearer a')
    const listener: RequestListener = (request, response) =>
      request.headers.authorization === 'Bearer b' ? crash(request, response) : always(request, response)
    const { findings, session } = await runAgainst(listener, [suite(check('test/one', { vectors: six }))])
    expect(session.disturbances).toEqual([])
    const crashed = findings.find(({ id }) => id === 'test/one/crash')?.vectors.map(({ vector }) => vector)
    expect(crashed).toEqual(['a', 'b'])
  })

  it('takes no acceptance of an invalid credential back', async () => {
    let times = 1
    const accepting: RequestListener = (request, response) => {
      if (request.headers.authorization === 'Bearer c' && times-- > 0) response.end(body)
      else racingCrash(request, response)
    }
    const racingCrash = racing(crash, ({ headers }) => headers.authorization === 'Bearer a')
    const { findings, session } = await runAgainst(accepting, [suite(check('test/one', { vectors: six }))])
    expect(verdicts(findings)).toEqual(['test/one fail'])
    expect(findings[0]?.vectors.find(({ vector }) => vector === 'a')?.verdict).toBe('pass')
    expect(session.disturbances).toMatchObject([{ check: 'test/one', vector: 'a' }])
  })

  it('counts valid requests that were rejected', async () => {
    const rejecting = racing((_, response) => response.writeHead(401, { 'www-authenticate': 'Bearer' }).end())
    const valid = check('test/valid', { vectors: { a: {}, b: {}, c: {} }, expect: [accepted()] })
    const { findings } = await runAgainst(rejecting, [suite(valid), three, concurrent])
    expect(verdicts(findings)).toEqual([
      'test/valid pass',
      ...names.map((id) => `${id} pass`),
      'http/concurrent-requests fail',
    ])
  })

  it('only warns of a server that is too slow for many requests, and sends one slow request again, not all', async () => {
    const slow = racing(() => {})
    const { findings } = await runAgainst(slow, [three, concurrent], { timeoutMs: 500 })
    expect(verdicts(findings)).toEqual([...names.map((id) => `${id} pass`), 'http/concurrent-requests warn'])
    let stalled = 0
    const stalling: RequestListener = (request, response) =>
      /^Bearer [a-f]$/.test(request.headers.authorization ?? '') ? void stalled++ : correct(request, response)
    const always = await runAgainst(stalling, [suite(check('test/one', { vectors: six }))], { timeoutMs: 500 })
    expect(verdicts(always.findings)).toEqual(['test/one/crash fail'])
    expect(stalled).toBe(6 + 6 + 1)
  })
})
