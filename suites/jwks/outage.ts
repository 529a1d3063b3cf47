import { asvs, defineCheck } from '../../harness/define.ts'
import { accepted, answersWithin } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import { type Fault, withFault } from './fresh-key.ts'
import { goodTokens, validTokens } from './good-tokens.ts'
import { renewCache } from './renewal.ts'

/** Ways to be down, as far as an issuer can be while it still takes our orders. */
const outages: Readonly<Record<string, Fault>> = {
  'the issuer drops connections': { endpoint: '*', kind: 'drop' },
  'the issuer answers 500': { endpoint: '*', kind: 'status', status: 500 },
  'the issuer hangs': { endpoint: '*', kind: 'stall' },
}

/** The longest answer before, three times, and what a busy machine may add. Milliseconds. */
const patience = (slowestMs: number): number => 3 * slowestMs + 1500

export const outageChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/cached-when-down',
    title: 'goes on serving known keys while its issuer is down',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.5.2'), asvs('13.1.3')],
    needs: ['issuer', 'jwks'],
    fix: 'Keep the JWK Set in memory and verify with what is there; fetch only when it is too old or a kid is unknown.',
    knownIncidents: 'Designs that fetch the keys, or the metadata, for every request.',
    sends: `A token by a new key, so that the JWK Set is fetched; then, while the issuer drops connections, answers 500 and hangs, ${validTokens} valid tokens each.`,
    passes: 'serves them all, as quickly as before',
    exclusive: true,
    async run(context) {
      await renewCache(context)
      const slowest = Math.max(...(await goodTokens(context, 'the issuer is there')).map(durationOf))
      for (const [outage, fault] of Object.entries(outages)) {
        const answers = await withFault(context, fault, () => goodTokens(context, outage))
        const worst = answers.find((answer) => !answer.accepted) ?? answers.toSorted(byDuration).at(-1)
        if (worst) context.expect(outage, worst, [accepted(), answersWithin(patience(slowest))], [worst])
      }
    },
  }),
]

const durationOf = ({ exchange }: Observed): number => exchange.durationMs

const byDuration = (one: Observed, other: Observed): number => durationOf(one) - durationOf(other)
