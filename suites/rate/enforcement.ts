import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, acceptedWithin, advisory, reasonGiven, retryAfterTells, status } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { exhaust, type Limit, limitOf, mostRefilled, mostServed, notTried, untilRecovered, waitAfter } from './limit.ts'

/** Longest time of steady traffic. */
const steadyMs = 30_000
/** What it takes for a wait that was announced to be over, measured here. */
const slackMs = 250
/** Whole seconds are often cut off. */
const roundingMs = 1000

export const enforcementChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/limit-enforced',
    title: 'enforces its declared limit, also in parallel, and serves again afterwards',
    level: 'security',
    severity: 'high',
    spec: [apiTop10(4), asvs('2.4.1'), rfc(6585, '4')],
    needs: ['credential', 'limit'],
    fix: 'Count and compare in one atomic step, in a store that all instances share; let the bucket refill even when nobody is served.',
    knownIncidents:
      'Counters that are read, raised and written back in three steps; a rate below one a second without a burst, which never lets anybody in.',
    sends:
      'Twice the declared burst at once; where a bucket is declared, a few more at twice its rate; one request when the announced wait is over. Never more than three times the burst, or 60.',
    passes:
      'serves the declared burst, give or take a fifth, and what refills meanwhile; throttles the rest; serves the request after the wait',
    exclusive: true,
    skipIf: notTried,
    async run(context) {
      const limit = limitOf(context.config)
      try {
        const refused = await burst(context, limit)
        if (refused && limit.bucket) await steady(context, limit)
        if (refused) await recovery(context, limit, refused)
      } finally {
        await untilRecovered(context, limit)
      }
    },
  }),
  defineCheck({
    id: 'rate/429-shape',
    title: 'says with 429 that it throttles, why, and how long to wait',
    level: 'MUST',
    severity: 'low',
    spec: [rfc(6585, '4'), rfc(9110, '10.2.3')],
    needs: ['limit'],
    fix: 'Answer 429 with a sentence in the content and Retry-After, as whole seconds rounded up or as an HTTP date.',
    knownIncidents:
      '403 or 503 for limits, which clients take for something else; a Retry-After that clients cannot read.',
    sends: 'Valid requests until one is throttled, at most twice the declared burst.',
    passes: `${[status(429), reasonGiven(), retryAfterTells()].map(({ text }) => text).join('; ')}; the last two are warnings when missing`,
    exclusive: true,
    skipIf: notTried,
    async run(context) {
      const { expect, config } = context
      const limit = limitOf(config)
      try {
        const refused = await exhaust(context, 'beyond the limit', limit)
        if (refused) expect('beyond the limit', refused, [status(429), reasonGiven(), retryAfterTells()], [refused])
      } finally {
        await untilRecovered(context, limit)
      }
    },
  }),
]

/** The last answer that throttled, if any did. */
async function burst({ send, expect }: RunContext, limit: Limit): Promise<Observed | undefined> {
  const began = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 2 * limit.burst }, () => send('a burst of twice the limit', limit.request)),
  )
  const tookMs = performance.now() - began
  const most = mostServed(limit, tookMs)
  const refused = answers.findLast((answer) => !answer.accepted)
  const evidence = [answers.findLast((answer) => answer.accepted), refused].filter((answer) => answer !== undefined)
  expect('a burst of twice the limit', { answers, most, tookMs }, [acceptedWithin()], evidence)
  return refused
}

/** Traffic at twice the rate after the burst: a bucket serves half of it at most. */
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
  // Where sending took so long that everything has refilled, nothing is shown.
  if (most >= count) return
  expect('steadily at twice the rate', { answers, most, tookMs }, [acceptedWithin()], answers.slice(-2))
}

async function recovery({ send, expect, pause }: RunContext, limit: Limit, refused: Observed): Promise<void> {
  const wait = waitAfter(refused, limit)
  if (wait === undefined) return
  await pause(wait + slackMs)
  const first = await send('after the announced wait', limit.request)
  if (first.accepted) return expect('after the announced wait', first, [accepted()], [first])
  await pause(roundingMs)
  const second = await send('a second later', limit.request)
  const expectations = second.accepted ? [advisory(accepted())] : [accepted()]
  expect('after the announced wait', first, expectations, [refused, first, second])
}
