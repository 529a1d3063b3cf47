import { apiTop10, cwe, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, advisory, notThrottled } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { exhaust, limitOf, notTried, untilRecovered } from './limit.ts'

/** A secret that begins as the token does; characters of it that give a key away are usually the first ones. */
const sameBeginning = (token: string, turn: number): string => {
  const kept = token.slice(0, Math.min(8, Math.floor(token.length / 2)))
  return `${kept}${String(turn).padStart(token.length - kept.length, 'x')}`
}

const anonymous: Attempt = { authorization: [], retryThrottled: false }
const usual: Attempt = { retryThrottled: false }

export const othersChecks: readonly Check[] = [
  defineCheck({
    id: 'rate/no-victim-lockout',
    title: 'lets nobody use up the limit of somebody else',
    level: 'security',
    severity: 'medium',
    spec: [apiTop10(4), cwe(645)],
    needs: ['credential', 'limit'],
    fix: 'Keep one count for each client that was authenticated, and another for those that were not.',
    knownIncidents:
      'One bucket for everybody; buckets chosen by the first characters of a key, which anybody can send.',
    sends:
      'Requests with the dedicated credential until they are throttled, then one with the usual credential; the same after twice the burst without a credential, and with wrong ones that begin as the usual one does.',
    passes: 'serves the usual credential; a warning only after failed attempts, since these come from the same address',
    exclusive: true,
    skipIf: (config) => {
      const { limit } = config.features
      if (limit && !limit.credential) return "a second client is needed; in limit: credential: { env: 'OTHER_TOKEN' }"
      if (limit?.by.includes('address')) return 'all requests from one address are declared to be counted together'
      return notTried(config)
    },
    async run(context) {
      const { config, send, expect, token } = context
      const limit = limitOf(config)
      const victim = async (vector: string, weight: typeof advisory) => {
        const observed = await send(vector, usual)
        expect(vector, observed, [weight(accepted())], [observed])
      }
      try {
        if (!(await exhaust(context, 'another credential', limit))) return
        await victim('after another credential', (expectation) => expectation)
        const flood = (vector: string, attempt: (turn: number) => Attempt) =>
          Promise.all(Array.from({ length: Math.min(100, 2 * limit.burst) }, (_, turn) => send(vector, attempt(turn))))
        await flood('no credential', () => anonymous)
        await victim('after requests without a credential', advisory)
        if (config.credential.kind !== 'static') return
        await flood('wrong credentials', (turn) => ({ token: sameBeginning(token, turn), retryThrottled: false }))
        await victim('after wrong credentials with the same beginning', advisory)
      } finally {
        await untilRecovered(context, limit)
      }
    },
  }),
  defineCheck({
    id: 'rate/scope-of-limit',
    title: 'answers health checks and preflights while a client is throttled',
    level: 'security',
    severity: 'low',
    spec: [rfc(6585, '4'), apiTop10(4)],
    needs: ['limit'],
    fix: 'Leave out of the limit what carries no credential and costs nothing: health endpoints, preflights, metadata.',
    knownIncidents: 'Instances taken out of rotation because their health endpoint answered 429.',
    sends:
      'Valid requests until they are throttled; then a preflight, the metadata of the protected resource, and the health endpoint where one is declared.',
    passes: `${notThrottled().text}; a warning where the limit is counted by address`,
    exclusive: true,
    skipIf: notTried,
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
