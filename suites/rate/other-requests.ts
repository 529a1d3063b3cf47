import { apiTop10, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, advisory } from '../../harness/expect/index.ts'
import { limitNotTested } from '../../harness/limit/limit.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Expectation } from '../../harness/model/expectation.ts'
import type { Step, StepHead } from '../../harness/model/flow.ts'
import { notThrottled } from './expect.ts'

const anonymous = { authorization: [], retryThrottled: false } as const satisfies Attempt

/** The usual request, after others used up their limit. */
const usual = (as: string, expectation: Expectation, more: Pick<StepHead, 'if'> = {}): Step => ({
  do: 'send',
  as,
  ...more,
  attempt: { retryThrottled: false },
  expect: [expectation],
})

/** Only keys are identified by their beginning; a JWT is verified as a whole. */
const ifStatic = { if: { equal: { 'credential.kind': 'static' } } } as const

export const otherRequestChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/no-victim-lockout',
    title: 'must not let one client use up the limit of another',
    level: 'security',
    severity: 'medium',
    spec: [apiTop10(4), cwe(645)],
    needs: ['credential', 'limit', 'bursts'],
    fix: 'Keep one count for each authenticated client, and another for unauthenticated requests.',
    knownIncidents:
      'One bucket for all clients; buckets chosen by the first characters of a key, which any client can send.',
    exclusive: true,
    skipIf: (config) => {
      const { limit } = config.features
      if (limit && !limit.credential) return "it needs a second client; in limit: credential: { env: 'OTHER_TOKEN' }"
      if (limit?.by.includes('address')) return 'the limit is declared to count all requests from one address together'
      return limitNotTested(config)
    },
    flows: {
      'the usual credential': [
        { do: 'use-up-limit', as: 'another credential' },
        usual('after another credential', accepted()),
        { do: 'send-burst', as: 'no credential', attempt: anonymous },
        usual('after requests without a credential', advisory(accepted())),
        { do: 'send-burst', as: 'invalid credentials', credentials: 'with the same beginning', ...ifStatic },
        usual('after invalid credentials with the same beginning', advisory(accepted()), ifStatic),
      ],
    },
  }),
  defineCheck({
    id: 'rate/scope-of-limit',
    title: 'must answer health checks and preflights while a client is throttled',
    level: 'security',
    severity: 'low',
    spec: [rfc(6585, '4'), apiTop10(4)],
    needs: ['limit', 'bursts'],
    fix: 'Exempt from the limit what needs no credential and costs nothing: health endpoints, preflights, metadata.',
    knownIncidents: 'Instances removed from a load balancer because their health endpoint answered 429.',
    exclusive: true,
    skipIf: limitNotTested,
    flows: {
      'open endpoints': [
        { do: 'use-up-limit', as: 'until throttled' },
        {
          do: 'send',
          as: 'preflight',
          attempt: {
            ...anonymous,
            method: 'OPTIONS',
            fields: ['Origin: https://app.example', 'Access-Control-Request-Method: {method}'],
            body: '',
          },
          expect: [notThrottled()],
        },
        {
          do: 'send',
          as: 'metadata',
          attempt: { ...anonymous, method: 'GET', path: '/.well-known/oauth-protected-resource{target.pathname}' },
          expect: [notThrottled()],
        },
        {
          do: 'send',
          as: 'health',
          if: { given: 'health.path' },
          attempt: { ...anonymous, method: 'GET', path: '{health.path}' },
          expect: [notThrottled()],
        },
      ],
    },
  }),
]
