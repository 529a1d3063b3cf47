import { apiTop10, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, advisory } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { notThrottled } from './expect.ts'
import { exhaust, limitOf, notTested, untilRecovered } from './limit.ts'

/** An invalid token that begins like the valid one; implementations that cut keys usually keep their beginning. */
const sameBeginning = (token: string, turn: number): string => {
  const kept = token.slice(0, Math.min(8, Math.floor(token.length / 2)))
  return `${kept}${String(turn).padStart(token.length - kept.length, 'x')}`
}

const anonymous: Attempt = { authorization: [], retryThrottled: false }
const usual: Attempt = { retryThrottled: false }

export const otherRequestChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/no-victim-lockout',
    title: 'must not let one client use up the limit of another',
    level: 'security',
    severity: 'medium',
    spec: [apiTop10(4), cwe(645)],
    needs: ['credential', 'limit'],
    fix: 'Keep one count for each authenticated client, and another for unauthenticated requests.',
    knownIncidents:
      'One bucket for all clients; buckets chosen by the first characters of a key, which any client can send.',
    sends:
      'Requests with the credential of the limit until they are throttled, then one with the usual credential; the same after twice the burst without a credential, and after as many with invalid credentials that begin like the usual one.',
    passes:
      'must accept the usual credential; after failed attempts only a warning, because these come from the same address',
    exclusive: true,
    skipIf: (config) => {
      const { limit } = config.features
      if (limit && !limit.credential) return "it needs a second client; in limit: credential: { env: 'OTHER_TOKEN' }"
      if (limit?.by.includes('address')) return 'the limit is declared to count all requests from one address together'
      return notTested(config)
    },
    async run(context) {
      const { config, send, expect, token } = context
      const limit = limitOf(config)
      const sendUsual = async (vector: string, weight: typeof advisory) => {
        const observed = await send(vector, usual)
        expect(vector, observed, [weight(accepted())], [observed])
      }
      try {
        if (!(await exhaust(context, 'another credential', limit))) return
        await sendUsual('after another credential', (expectation) => expectation)
        const burst = (vector: string, attempt: (turn: number) => Attempt) =>
          Promise.all(Array.from({ length: Math.min(100, 2 * limit.burst) }, (_, turn) => send(vector, attempt(turn))))
        await burst('no credential', () => anonymous)
        await sendUsual('after requests without a credential', advisory)
        if (config.credential.kind !== 'static') return
        await burst('invalid credentials', (turn) => ({ token: sameBeginning(token, turn), retryThrottled: false }))
        await sendUsual('after invalid credentials with the same beginning', advisory)
      } finally {
        await untilRecovered(context, limit)
      }
    },
  }),
  defineCheck({
    id: 'rate/scope-of-limit',
    title: 'must answer health checks and preflights while a client is throttled',
    level: 'security',
    severity: 'low',
    spec: [rfc(6585, '4'), apiTop10(4)],
    needs: ['limit'],
    fix: 'Exempt from the limit what needs no credential and costs nothing: health endpoints, preflights, metadata.',
    knownIncidents: 'Instances removed from a load balancer because their health endpoint answered 429.',
    sends:
      'Valid requests until they are throttled; then a preflight, the metadata of the protected resource, and the health endpoint if one is declared.',
    passes: `${notThrottled().text}; a warning if the limit counts by address`,
    exclusive: true,
    skipIf: notTested,
    async run(context) {
      const { config, target, send, expect } = context
      const { health, limit: declared } = config.features
      const limit = limitOf(config)
      const weight = declared?.by.includes('address') ? advisory(notThrottled()) : notThrottled()
      const open: Readonly<Record<string, Attempt>> = {
        preflight: {
          ...anonymous,
          method: 'OPTIONS',
          fields: ['Origin: https://app.example', `Access-Control-Request-Method: ${config.method}`],
          body: '',
        },
        metadata: { ...anonymous, method: 'GET', path: `/.well-known/oauth-protected-resource${target.pathname}` },
        ...(health && { health: { ...anonymous, method: 'GET', path: health.path } }),
      }
      try {
        if (!(await exhaust(context, 'until throttled', limit))) return
        for (const [vector, attempt] of Object.entries(open)) {
          const observed = await send(vector, attempt)
          expect(vector, observed, [weight], [observed])
        }
      } finally {
        await untilRecovered(context, limit)
      }
    },
  }),
]
