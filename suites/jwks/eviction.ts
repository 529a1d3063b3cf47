import { apiTop10, asvs, defineCheck } from '../../harness/define.ts'
import { accepted } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { withFault } from './fresh-key.ts'
import { goodTokens, validTokens } from './good-tokens.ts'
import { renewCache } from './renewal.ts'
import { tokenWithUnknownKid } from './unknown-kid.ts'
import { untilAsked } from './until-asked.ts'

export const evictionChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/unknown-kid-no-eviction',
    title: 'must keep its valid keys when a token names an unknown kid',
    level: 'security',
    severity: 'medium',
    spec: [asvs('16.5.2'), apiTop10(4)],
    needs: ['issuer', 'jwks'],
    fix: 'Replace the old keys only after the new JWK Set was fetched and parsed.',
    knownIncidents: 'Caches that are cleared before the new keys are there.',
    sends: `A token signed with a new key, so that the JWK Set is fetched; then, while the issuer answers 503, tokens with an unknown kid until the target asks for keys or its cooldown is over, and ${validTokens} valid tokens.`,
    passes: 'must accept the valid tokens',
    exclusive: true,
    async run(context) {
      await renewCache(context)
      const answers = await withFault(context, { kind: 'status', status: 503 }, async () => {
        await untilAsked(context, 'an unknown kid', { attempt: tokenWithUnknownKid(context) })
        return goodTokens(context, 'valid tokens afterwards')
      })
      const worst = answers.find((answer) => !answer.accepted) ?? answers[0]
      if (worst) context.expect('valid tokens afterwards', worst, [accepted()], [worst])
    },
  }),
]
