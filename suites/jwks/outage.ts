import { asvs, defineCheck } from '../../harness/define.ts'
import { accepted, answersWithin } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import { type Fault, withFault } from './fresh-key.ts'
import { goodTokens, validTokens } from './good-tokens.ts'
import { renewCache } from './renewal.ts'

/** Failures of the whole issuer; its control API still works. */
const outages: Readonly<Record<string, Fault>> = {
  'the issuer drops connections': { endpoint: '*', kind: 'drop' },
  'the issuer answers 500': { endpoint: '*', kind: 'status', status: 500 },
  'the issuer does not answer': { endpoint: '*', kind: 'stall' },
}

/** Three times the longest answer before, and what a busy machine may add. Milliseconds. */
const longestAllowed = (slowestMs: number): number => 3 * slowestMs + 1500

export const outageChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/cached-when-down',
    title: 'must keep accepting tokens signed with known keys while its issuer is down',
    level: 'security',
    severity: 'high',
    spec: [asvs('16.5.2'), asvs('13.1.3')],
    needs: ['issuer', 'jwks'],
    fix: 'Keep the JWK Set in memory and verify with the keys in it; fetch only when it is too old or a kid is unknown.',
    knownIncidents: 'Designs that fetch the keys, or the metadata, for every request.',
    sends: `A token signed with a new key, so that the JWK Set is fetched; then ${validTokens} valid tokens while the issuer drops connections, as many while it answers 500, and as many while it does not answer.`,
    passes: 'must accept all of them, as quickly as before',
    exclusive: true,
    async run(context) {
      await renewCache(context)
      const slowest = Math.max(...(await goodTokens(context, 'the issuer is available')).map(durationOf))
      for (const [outage, fault] of Object.entries(outages)) {
        const answers = await withFault(context, fault, () => goodTokens(context, outage))
        const worst = answers.find((answer) => !answer.accepted) ?? answers.toSorted(byDuration).at(-1)
        if (worst) context.expect(outage, worst, [accepted(), answersWithin(longestAllowed(slowest))], [worst])
      }
    },
  }),
]

const durationOf = ({ exchange }: Observed): number => exchange.durationMs

const byDuration = (one: Observed, other: Observed): number => durationOf(one) - durationOf(other)
