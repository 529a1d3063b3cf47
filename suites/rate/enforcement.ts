import { apiTop10, asvs, defineCheck, rfc } from '../../harness/define.ts'
import { status } from '../../harness/expect/index.ts'
import { limitNotTested } from '../../harness/limit/limit.ts'
import type { Check } from '../../harness/model/check.ts'
import { acceptedAfterWait, acceptedWithinLimit, explainsLimit, retryAfterValid } from './expect.ts'

/** Added to an announced wait, because our measurement is not exact. Milliseconds. */
const slackMs = 250
/** Servers often round whole seconds down. Milliseconds. */
const roundingMs = 1000
/** Longer waits are not made. Milliseconds. */
const longestWait = 120_000

const throttling = 'a burst of twice the limit'

export const enforcementChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/limit-enforced',
    title: 'must enforce its declared limit, also for parallel requests, and accept requests again afterwards',
    level: 'security',
    severity: 'high',
    spec: [apiTop10(4), asvs('2.4.1'), rfc(6585, '4')],
    needs: ['credential', 'limit', 'bursts'],
    fix: 'Count and compare in one atomic step, in a store that all instances share; let the bucket refill even while every request is throttled.',
    knownIncidents:
      'Counters that are read, incremented and written in three steps; a rate below one per second without a burst, which never accepts a request.',
    exclusive: true,
    skipIf: limitNotTested,
    flows: {
      'a burst of twice the limit': [
        { do: 'send-counted', as: throttling, burst: 2, expect: [acceptedWithinLimit()] },
        { do: 'stop', if: { missing: `${throttling}.waitMs` } },
        {
          do: 'send-counted',
          as: 'steadily at twice the rate',
          // Only a bucket refills continuously.
          if: { given: 'limit.burst' },
          rate: 2,
          expect: [acceptedWithinLimit()],
        },
        { do: 'wait', ms: `{${throttling}.waitMs}`, plus: slackMs, atMost: longestWait },
        { do: 'send-counted', as: 'after the wait' },
        { do: 'wait', if: { missing: 'after the wait.accepted' }, ms: roundingMs },
        { do: 'send-counted', as: 'a second later', if: { missing: 'after the wait.accepted' } },
        {
          do: 'judge',
          as: 'after the announced wait',
          expect: [acceptedAfterWait('after the wait', 'a second later')],
          evidence: ['after the wait', 'a second later'],
        },
      ],
    },
  }),
  defineCheck({
    id: 'rate/429-shape',
    title: 'must answer throttled requests with 429, a reason, and how long to wait',
    level: 'MUST',
    severity: 'low',
    spec: [rfc(6585, '4'), rfc(9110, '10.2.3')],
    needs: ['limit', 'bursts'],
    fix: 'Answer 429 with a sentence in the content, and Retry-After as whole seconds rounded up or as an HTTP date.',
    knownIncidents: '403 or 503 for limits, which clients misunderstand; a Retry-After that clients cannot parse.',
    exclusive: true,
    skipIf: limitNotTested,
    flows: {
      'beyond the limit': [{ do: 'use-up-limit', expect: [status(429), explainsLimit(), retryAfterValid()] }],
    },
  }),
]
