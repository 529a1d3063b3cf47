import type { RequestListener } from 'node:http'
import { describe, expect, it } from 'vitest'
import { defineCheck } from '../define.ts'
import type { Check, RunCheck } from '../model/check.ts'
import type { Attempt, Expectation } from '../model/expectation.ts'
import type { RunContext } from '../model/run-context.ts'
import { check, correct, runAgainst, secret, suite, verdicts } from '../test/run-against.ts'

describe('a token endpoint', () => {
  const access = 'an-access-token-that-is-a-secret'
  const listener: RequestListener = (request, response) => {
    if (request.url !== '/login') return correct(request, response)
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access, count: 1 }))
  }

  it('gives captured tokens to the check only, and masks them in every record from then on', async () => {
    const seen: unknown[] = []
    const login = defineCheck({
      ...check('test/login'),
      sends: 'a login',
      passes: 'does',
      because: 'It is a test.',
      async run({ send, expect: state }: RunContext) {
        const observed = await send('login', { path: '/login', authorization: [], captureMembers: ['access', 'count'] })
        const used = await send('used', { token: observed.captured?.access ?? '' })
        seen.push(observed.captured, observed.accepted)
        state('login', observed, [], [observed, used])
      },
    })
    const { findings } = await runAgainst(listener, [suite(login)])
    expect(seen).toEqual([{ access }, false])
    expect(JSON.stringify(findings)).toContain('Bearer ‹access 1›')
    expect(JSON.stringify(findings)).not.toContain(access)
  })
})

describe('a check that runs', () => {
  const running = (run: RunCheck['run'], more: Partial<RunCheck> = {}): Check => {
    const { vectors: _, expect: __, ...head } = check('test/one')
    return { ...head, sends: '', passes: '', because: 'It is a test.', run, ...more }
  }
  const broken: Expectation<unknown> = { text: 'works', judge: () => ({ kind: 'broken', received: 'nothing' }) }

  it('is run once more where something broke, unless it confirms that by itself', async () => {
    let runs = 0
    const run: RunCheck['run'] = async ({ expect }) => {
      runs++
      expect('one', undefined, [broken], [])
    }
    const twice = await runAgainst(correct, [suite(running(run))])
    expect([verdicts(twice.findings), runs]).toEqual([['test/one fail'], 2])
    const once = await runAgainst(correct, [suite(running(run, { repeatsItself: true }))])
    expect([verdicts(once.findings), runs]).toEqual([['test/one fail'], 3])
  })

  it('may find out that nothing of it fits', async () => {
    const { findings } = await runAgainst(correct, [suite(running(async ({ skip }) => skip('it is too short')))])
    expect(findings).toMatchObject([{ verdict: 'skip', reason: 'it is too short' }])
  })

  it('compares durations, counts the requests, and keeps what was measured', async () => {
    const timing = { budgetMs: 1000, resolution: 1e9, remote: false, raw: true }
    const parts: number[] = []
    const compare = running(async ({ compareDurations, unknownTokenLike, expect, token }) => {
      const wrong = (): Attempt => ({ token: unknownTokenLike(token, 0) })
      const measured = await compareDurations({
        groups: { left: 'one', right: 'other' },
        draw: () => ({ left: [wrong(), wrong(), wrong()], right: [wrong(), wrong(), wrong()] }),
      })
      const measurement = measured.kind === 'measured' ? measured.measurement : undefined
      expect('durations', measured, [{ text: 'is measured', judge: () => ({ kind: 'met' }) }], [], measurement)
    })
    const { findings, session } = await runAgainst(correct, [suite(compare)], {
      timing,
      onTiming: (_, { part }) => parts.push(part),
    })
    const [outcome] = findings[0]?.vectors ?? []
    expect(outcome).toMatchObject({ verdict: 'pass', measurement: { groups: { left: 'one', right: 'other' } } })
    expect(outcome?.measurement?.raw).toHaveLength(outcome?.measurement?.confirmation ? 2 : 1)
    expect(session.requests).toBeGreaterThan(outcome?.measurement?.requests ?? 0)
    expect(parts.at(-1)).toBeGreaterThan(0)
    expect(JSON.stringify(findings)).not.toContain(secret)
  })

  it('cannot compare durations where none are measured', async () => {
    const compare = running(async ({ compareDurations }) => {
      await compareDurations({ groups: { left: '', right: '' }, draw: () => ({ left: [], right: [] }) })
    })
    const { findings } = await runAgainst(correct, [suite(compare)])
    expect(findings).toMatchObject([{ verdict: 'error', reason: expect.stringContaining('no budget') }])
  })
})
