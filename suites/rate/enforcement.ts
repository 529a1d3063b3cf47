import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, advisory, status } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { acceptedWithinLimit, explainsLimit, retryAfterValid } from './expect.ts'
import {
  exhaust,
  type Limit,
  limitOf,
  mostAccepted,
  mostRefilled,
  notTested,
  untilRecovered,
  waitAfter,
} from './limit.ts'

/** Longest time of steady traffic. Milliseconds. */
const steadyMs = 30_000
/** Added to an announced wait, because our measurement is not exact. Milliseconds. */
const slackMs = 250
/** Servers often round whole seconds down. Milliseconds. */
const roundingMs = 1000

export const enforcementChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/limit-enforced',
    title: 'must enforce its declared limit, also for parallel requests, and accept requests again afterwards',
    level: 'security',
    severity: 'high',
    spec: [apiTop10(4), asvs('2.4.1'), rfc(6585, '4')],
    needs: ['credential', 'limit'],
    fix: 'Count and compare in one atomic step, in a store that all instances share; let the bucket refill even while every request is throttled.',
    knownIncidents:
      'Counters that are read, incremented and written in three steps; a rate below one per second without a burst, which never accepts a request.',
    sends:
      'Twice the declared burst at once; where a bucket is declared, a few more at twice its rate; one request after the announced wait. At most three times the burst, or 60.',
    passes:
      'must accept at most the declared burst plus a fifth and what refills meanwhile, throttle the rest, and accept the request after the wait',
    exclusive: true,
    skipIf: notTested,
    async run(context) {
      const limit = limitOf(context.config)
      try {
        const throttled = await burst(context, limit)
        if (throttled && limit.bucket) await steady(context, limit)
        if (throttled) await recovery(context, limit, throttled)
      } finally {
        await untilRecovered(context, limit)
      }
    },
  }),
  defineCheck({
    id: 'rate/429-shape',
    title: 'must answer throttled requests with 429, a reason, and how long to wait',
    level: 'MUST',
    severity: 'low',
    spec: [rfc(6585, '4'), rfc(9110, '10.2.3')],
    needs: ['limit'],
    fix: 'Answer 429 with a sentence in the content, and Retry-After as whole seconds rounded up or as an HTTP date.',
    knownIncidents: '403 or 503 for limits, which clients misunderstand; a Retry-After that clients cannot parse.',
    sends: 'Valid requests until one is throttled, at most twice the declared burst.',
    passes: `${[status(429), explainsLimit(), retryAfterValid()].map(({ text }) => text).join('; ')}; a missing reason or Retry-After is a warning`,
    exclusive: true,
    skipIf: notTested,
    async run(context) {
      const { expect, config } = context
      const limit = limitOf(config)
      try {
        const throttled = await exhaust(context, 'beyond the limit', limit)
        if (throttled)
          expect('beyond the limit', throttled, [status(429), explainsLimit(), retryAfterValid()], [throttled])
      } finally {
        await untilRecovered(context, limit)
      }
    },
  }),
]

/** Sends twice the limit at once; the last answer that was throttled, if any was. */
async function burst({ send, expect }: RunContext, limit: Limit): Promise<Observed | undefined> {
  const began = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 2 * limit.burst }, () => send('a burst of twice the limit', limit.request)),
  )
  const tookMs = performance.now() - began
  const most = mostAccepted(limit, tookMs)
  const throttled = answers.findLast((answer) => !answer.accepted)
  const evidence = [answers.findLast((answer) => answer.accepted), throttled].filter((answer) => answer !== undefined)
  expect('a burst of twice the limit', { answers, most, tookMs }, [acceptedWithinLimit()], evidence)
  return throttled
}

/** Traffic at twice the rate after the burst: a bucket accepts half of it at most. */
async function steady({ send, expect, pause }: RunContext, limit: Limit): Promise<void> {
  const between = 1 / (2 * limit.perMs)
  const count = Math.min(limit.burst - 2, Math.floor(steadyMs / between))
  if (count < 4) return
  const began = performance.now()
  const sending: Promise<Observed>[] = []
  for (let index = 0; index < count; index++) {
    await pause(Math.max(0, (index + 1) * between - (performance.now() - began)))
    sending.push(send('steadily at twice the rate', limit.request))
  }
  const answers = await Promise.all(sending)
  const tookMs = performance.now() - began
  const most = mostRefilled(limit, tookMs)
  // When sending took so long that the whole limit refilled, nothing can be judged.
  if (most >= count) return
  expect('steadily at twice the rate', { answers, most, tookMs }, [acceptedWithinLimit()], answers.slice(-2))
}

async function recovery({ send, expect, pause }: RunContext, limit: Limit, throttled: Observed): Promise<void> {
  const wait = waitAfter(throttled, limit)
  if (wait === undefined) return
  await pause(wait + slackMs)
  const first = await send('after the announced wait', limit.request)
  if (first.accepted) return expect('after the announced wait', first, [accepted()], [first])
  await pause(roundingMs)
  const second = await send('a second later', limit.request)
  const expectations = second.accepted ? [advisory(accepted())] : [accepted()]
  expect('after the announced wait', first, expectations, [throttled, first, second])
}
