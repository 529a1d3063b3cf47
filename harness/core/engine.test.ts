import type { RequestListener } from 'node:http'
import { describe, expect, it } from 'vitest'
import { defineCheck } from '../define.ts'
import { accepted, challengePresent } from '../expect/index.ts'
import type { Expectation } from '../model/expectation.ts'
import { body, check, correct, isValid, runAgainst, secret, suite, verdicts } from '../test/run-against.ts'

describe('a correct server', () => {
  it('passes, and each check is bracketed by valid requests', async () => {
    const { findings, session, executed } = await runAgainst(correct, [suite(check('test/one'), check('test/two'))])
    expect(verdicts(findings)).toEqual(['test/one pass', 'test/two pass'])
    expect(executed).toBe(2)
    expect(session.observed.filter(({ role }) => role === 'control')).toHaveLength(3 + 4)
  })

  it('gives findings in the order of the suites, and runs reviews last', async () => {
    const review = defineCheck({
      ...check('test/review'),
      sends: 'nothing',
      appliesTo: { status: 401 },
      expect: [challengePresent()],
    })
    const { findings } = await runAgainst(correct, [suite(review, check('test/one'))])
    expect(verdicts(findings)).toEqual(['test/review pass', 'test/one pass'])
    expect(findings[0]?.vectors[0]?.vector).toBe('4 answers')
  })

  it('never shows the secret in what is recorded', async () => {
    const echo: RequestListener = (request, response) => {
      response.writeHead(isValid(request) ? 200 : 401, { 'x-echo': request.headers.authorization ?? '' })
      response.end(`${body}${request.headers.authorization}`)
    }
    const near = check('test/near', {
      vectors: { near: { token: `${secret}x` }, half: { token: secret.slice(0, 14) } },
    })
    const { findings, session } = await runAgainst(echo, [suite(near)])
    const recorded = JSON.stringify([findings, session.observed.map(({ exchange }) => exchange)])
    expect(recorded).toContain('API_TOKEN')
    expect(recorded).not.toContain(secret.slice(0, 6))
  })
})

describe('the gate', () => {
  it('stops when the valid credential is rejected', async () => {
    const { stop, findings } = await runAgainst(
      (_, response) => response.writeHead(401).end(),
      [suite(check('test/one'))],
    )
    expect(stop).toMatchObject({ code: 'CREDENTIAL_REFUSED' })
    expect(verdicts(findings)).toEqual(['test/one inconclusive'])
  })

  it('skips then what would be skipped anyway, with the reason', async () => {
    const { findings } = await runAgainst(
      (_, response) => response.writeHead(401).end(),
      [suite(check('test/one', { needs: ['issuer'] }), check('test/two'))],
    )
    expect(findings).toMatchObject([
      { verdict: 'skip', reason: expect.stringContaining('--audience') },
      { verdict: 'inconclusive', reason: 'not run: the gate failed' },
    ])
  })

  it('stops when every credential is accepted', async () => {
    const { stop } = await runAgainst((_, response) => response.end(body), [suite(check('test/one'))])
    expect(stop).toMatchObject({ code: 'WRONG_CREDENTIAL_ACCEPTED' })
  })

  it('stops when nothing answers', async () => {
    const { stop } = await runAgainst((request) => request.socket.destroy(), [suite(check('test/one'))])
    expect(stop).toMatchObject({ code: 'TARGET_UNREACHABLE' })
  })
})

describe('verdicts', () => {
  const accepts =
    (token: string, times = Number.POSITIVE_INFINITY): RequestListener =>
    (request, response) => {
      if (request.headers.authorization === `Bearer ${token}` && times-- > 0) response.end(body)
      else correct(request, response)
    }

  it('fails a vector that is accepted', async () => {
    const { findings } = await runAgainst(accepts('wrong'), [suite(check('test/one'))])
    expect(findings).toMatchObject([{ verdict: 'fail', severity: 'critical', vectors: [{ vector: 'wrong' }] }])
  })

  it('fails a vector that is accepted once and then rejected, and says how often', async () => {
    const { findings } = await runAgainst(accepts('wrong', 1), [suite(check('test/one'))])
    const received = '200 OK with the protected content, 1 of 3 times'
    expect(findings).toMatchObject([{ verdict: 'fail', severity: 'critical', vectors: [{ received }] }])
  })

  it('fails a vector that crashes first and is accepted later', async () => {
    const answers = [500, 200, 401]
    const { findings } = await runAgainst(
      (request, response) => {
        if (request.headers.authorization !== 'Bearer wrong') return correct(request, response)
        const status = answers.shift() ?? 401
        response.writeHead(status, { 'content-type': 'application/json' }).end(status === 200 ? body : '')
      },
      [suite(check('test/one'))],
    )
    const received = '200 OK with the protected content, 1 of 3 times'
    expect(findings).toMatchObject([{ id: 'test/one', verdict: 'fail', vectors: [{ received }] }])
  })

  it('is inconclusive about a valid request that is rejected once', async () => {
    let rejections = 1
    const flapping: RequestListener = (request, response) => {
      if (request.url === '/flaps' && rejections-- > 0) response.writeHead(401).end()
      else correct(request, response)
    }
    const flaps = check('test/one', { vectors: { valid: { path: '/flaps' } }, expect: [accepted()] })
    const { findings } = await runAgainst(flapping, [suite(flaps)], { concurrency: 1 })
    expect(findings).toMatchObject([{ verdict: 'inconclusive', reason: 'other answers when it was sent again' }])
  })

  it('warns of a broken SHOULD', async () => {
    const { findings } = await runAgainst(accepts('wrong'), [suite(check('test/one', { level: 'SHOULD' }))])
    expect(verdicts(findings)).toEqual(['test/one warn'])
  })

  const crashing: RequestListener = (request, response) => {
    if (request.headers.authorization?.includes('boom')) response.writeHead(500).end()
    else accepts('wrong')(request, response)
  }

  it('reports a crash apart from access, medium at most', async () => {
    const boom = check('test/one', { vectors: { boom: { token: 'boom' } } })
    const both = check('test/two', { vectors: { boom: { token: 'boom' }, wrong: { token: 'wrong' } } })
    const { findings } = await runAgainst(crashing, [suite(boom, both)])
    expect(findings.map(({ id, verdict, severity }) => [id, verdict, severity])).toEqual([
      ['test/one/crash', 'fail', 'medium'],
      ['test/two', 'fail', 'critical'],
      ['test/two/crash', 'fail', 'medium'],
    ])
  })

  it('is inconclusive when a valid request next to it is rejected, but keeps a crash', async () => {
    let broken = false
    const falling: RequestListener = (request, response) => {
      if (request.headers.authorization === 'Bearer last') broken = true
      if (broken) response.writeHead(503).end()
      else correct(request, response)
    }
    const last = check('test/one', { vectors: { last: { token: 'last' } }, expect: [neverBroken] })
    const { findings } = await runAgainst(falling, [suite(last)], { concurrency: 1 })
    expect(verdicts(findings)).toEqual(['test/one inconclusive'])
    broken = false
    const crash = check('test/one', { vectors: { last: { token: 'last' } } })
    expect(verdicts((await runAgainst(falling, [suite(crash)], { concurrency: 1 })).findings)).toEqual([
      'test/one/crash fail',
    ])
  })

  it('is inconclusive about what could not be seen, says why, and does not try again', async () => {
    const unclear: Expectation = { text: 'forgets', judge: () => ({ kind: 'unclear', reason: 'wait for longer' }) }
    const { findings, session } = await runAgainst(correct, [suite(check('test/one', { expect: [unclear] }))])
    expect(findings).toMatchObject([{ verdict: 'inconclusive', reason: 'wait for longer' }])
    expect(session.observed.filter(({ sentFor }) => sentFor === 'test/one[wrong]')).toHaveLength(1)
    const broken = check('test/one', { expect: [unclear, accepted()] })
    expect(verdicts((await runAgainst(correct, [suite(broken)])).findings)).toEqual(['test/one fail'])
  })

  it('skips a vector for its reason, and the check only where all of them are', async () => {
    const skipped: Expectation = { text: 'is declared', judge: () => ({ kind: 'skipped', reason: 'declare it' }) }
    const { findings } = await runAgainst(correct, [
      suite(
        check('test/all', { expect: [skipped] }),
        check('test/some', { vectors: { one: { token: 'wrong', expect: [skipped] }, other: { token: 'other' } } }),
      ),
    ])
    expect(verdicts(findings)).toEqual(['test/all skip', 'test/some pass'])
    expect(findings[0]).toMatchObject({ reason: 'declare it', vectors: [] })
    expect(findings[1]?.vectors[0]).toMatchObject({ vector: 'one', notes: ['not tried: declare it'] })
  })

  it('calls its own fault an error', async () => {
    const faulty = check('test/one', {
      vectors: () => {
        throw new Error('no vectors today')
      },
    })
    const { findings } = await runAgainst(correct, [suite(faulty)])
    expect(findings).toMatchObject([{ verdict: 'error', reason: 'no vectors today' }])
  })

  it('skips what the config does not declare, with the flag that would enable it', async () => {
    const { findings, executed } = await runAgainst(correct, [suite(check('test/one', { needs: ['issuer'] }))])
    expect(findings).toMatchObject([{ verdict: 'skip', reason: expect.stringContaining('--audience') }])
    expect(executed).toBe(0)
  })
})

const neverBroken: Expectation = { text: 'answers somehow', judge: () => ({ kind: 'met' }) }

describe('throttling', () => {
  it('waits as Retry-After says, and sends again', async () => {
    let throttled = 2
    const throttling: RequestListener = (request, response) => {
      if (!isValid(request) && throttled-- > 0) response.writeHead(429, { 'retry-after': '0' }).end()
      else correct(request, response)
    }
    const { findings } = await runAgainst(throttling, [suite(check('test/one'))])
    expect(verdicts(findings)).toEqual(['test/one pass'])
  })

  it('is an answer like any other for a vector with retryThrottled: false', async () => {
    const throttling: RequestListener = (request, response) => {
      if (isValid(request)) return correct(request, response)
      response.writeHead(429, { 'retry-after': '60' }).end()
    }
    const unretried = check('test/one', { vectors: { wrong: { token: 'wrong', retryThrottled: false } } })
    const { findings, session } = await runAgainst(throttling, [suite(unretried)], { maxPauseMs: 1 })
    expect(verdicts(findings)).toEqual(['test/one pass'])
    expect(session.observed.filter(({ sentFor }) => sentFor === 'test/one[wrong]')).toHaveLength(1)
  })

  it('is inconclusive when that does not end, because a throttled request says nothing about its credential', async () => {
    let rejections = 3
    const throttling: RequestListener = (request, response) => {
      if (!isValid(request) && --rejections < 0) response.writeHead(429, { 'retry-after': '0' }).end()
      else correct(request, response)
    }
    const { findings } = await runAgainst(throttling, [suite(check('test/one'))])
    expect(findings).toMatchObject([{ verdict: 'inconclusive', reason: expect.stringContaining('throttles') }])
  })
})

describe('selection', () => {
  const three = suite(
    check('test/one', { vectors: { a: { token: 'a' }, b: { token: 'b' } } }),
    check('test/two', { vectors: { a: {} }, expect: [accepted()] }),
  )

  it('runs only what is asked for, down to a vector', async () => {
    const { findings } = await runAgainst(correct, [three], { only: [{ prefix: 'test/one', vector: 'b' }] })
    expect(findings.map(({ id, vectors }) => [id, vectors.map(({ vector }) => vector)])).toEqual([['test/one', ['b']]])
  })

  it('says that nothing ran when nothing was selected', async () => {
    const { executed } = await runAgainst(correct, [three], { only: [{ prefix: 'other' }] })
    expect(executed).toBe(0)
  })
})

describe('interruption', () => {
  it('keeps what is known by then', async () => {
    const stop = new AbortController()
    const many = suite(...Array.from({ length: 20 }, (_, number) => check(`test/${number}`)))
    const { findings, interrupted } = await runAgainst(correct, [many], {
      concurrency: 1,
      signal: stop.signal,
      onFinding: () => stop.abort(),
    })
    expect(interrupted).toBe(true)
    expect(findings.length).toBeGreaterThanOrEqual(1)
    expect(findings.length).toBeLessThan(20)
    expect(findings.every(({ verdict }) => verdict === 'pass')).toBe(true)
  })
})
