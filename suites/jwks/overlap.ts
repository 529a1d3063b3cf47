import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import { accepted, type Wait } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { needsNewKey } from './expect.ts'
import { tokenBy, usualKid, withFreshKey } from './fresh-key.ts'
import { withKeys } from './publishing.ts'
import { untilAccepted } from './wait.ts'

const rounds = 3

export const overlapChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/overlap-keys-valid',
    title: 'must accept tokens signed with any published key, whatever their order in the set',
    level: 'MUST',
    severity: 'high',
    spec: [oidc('10.1.1', 'RotateSigKeys'), rfc(7517, '5.1')],
    needs: ['issuer', 'jwks'],
    fix: 'Choose the key by the kid of the token; the order of the keys in a JWK Set has no meaning.',
    knownIncidents: 'Verifiers that take the first key of the set.',
    sends: `With a new key after the old ones, then with another new key before all others: ${rounds} rounds of tokens, one signed with each key.`,
    passes: 'must accept all of them',
    exclusive: true,
    async run(context) {
      const usual = tokenBy(usualKid(context))
      await withFreshKey(context, async (second) => {
        const known = await untilAccepted(context, 'the new key last', second)
        await inTurn(context, 'the new key last', { known, usual, fresh: [second.attempt] })
        await withFreshKey(context, async (third) => {
          const { keys } = await context.control.jwks()
          await withKeys(context, keys.toReversed(), async () => {
            const found = await untilAccepted(context, 'the new key first', third)
            await inTurn(context, 'the new key first', { known: found, usual, fresh: [second.attempt, third.attempt] })
          })
        })
      })
    },
  }),
]

interface Keys {
  readonly known: Wait
  readonly usual: Attempt
  readonly fresh: readonly Attempt[]
}

/** The usual key must work in any case; new ones only where new keys are accepted at all, which is another check. */
async function inTurn(context: RunContext, vector: string, { known, usual, fresh }: Keys): Promise<void> {
  const answers: Observed[] = []
  for (let round = 0; round < rounds; round++) {
    for (const attempt of known.reached ? [usual, ...fresh] : [usual]) answers.push(await context.send(vector, attempt))
  }
  const rejected = answers.find((answer) => !answer.accepted)
  const example = answers.findLast((answer) => answer.accepted)
  const evidence = [example, rejected].filter((answer) => answer !== undefined)
  const judged = rejected ?? example
  if (!judged) return
  const expectations =
    known.reached || rejected ? [accepted()] : [needsNewKey('must accept tokens signed with either key')]
  context.expect(vector, judged, expectations, evidence)
}
