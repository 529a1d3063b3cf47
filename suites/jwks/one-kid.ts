import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import { survivesWaiting } from '../../harness/expect/index.ts'
import { newUntrustedSigner, type UntrustedSigner, untrustedSignerFor } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { needsNewKey, newKeyAccepted, sameAnswerEachTime, withdrawnKeyRejected } from './expect.ts'
import { freshKid, signedBy, usualAlg, withOwnKeys } from './foreign-keys.ts'
import { endsOf, type Making, made, wait } from './wait.ts'

/** Added to a declared time, because our measurement is not exact. Milliseconds. */
const slackMs = 250
const repetitions = 20

const published = ({ jwk }: UntrustedSigner, kid: string): object => ({ ...jwk, kid })

export const oneKidChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/same-kid-replaced',
    title: 'must follow an issuer that replaces a key under the same kid',
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '4.5'), oidc('10.1.1', 'RotateSigKeys')],
    needs: ['issuer', 'jwks'],
    fix: 'Replace the key that you keep for a kid with that of the newly fetched JWK Set.',
    knownIncidents: 'Maps from kid to key in which an entry is never replaced.',
    sends:
      'Tokens signed with a key, until one is accepted. Then the issuer publishes another key under the same kid, and a new one beside it, which makes most targets fetch the set: tokens signed with the old key until one is rejected, then with its successor until one is accepted.',
    passes: 'must accept the new key and reject the old one within jwks.cacheFor, without a 5xx',
    exclusive: true,
    async run(context) {
      const { cacheFor, waitAtMost } = jwksOf(context.config)
      const within = Math.min(cacheFor + slackMs, waitAtMost)
      const kid = freshKid('replaced')
      const [old, successor] = [untrustedSignerFor(usualAlg(context)), newUntrustedSigner(usualAlg(context))]
      const [byOld, bySuccessor] = [signedBy(context, old, { kid }), signedBy(context, successor, { kid })]
      const first = await withOwnKeys(context, [published(old, kid)], async (fetched) => fetched)
      if (!first.reached) {
        return context.expect('before', first, [survivesWaiting(), needsNewKey('must replace keys')], endsOf(first))
      }
      await withOwnKeys(context, [published(successor, kid)], async () => {
        const gone = await wait(context, 'the old key', { attempt: byOld, until: 'rejected', within })
        context.expect('the old key', gone, [withdrawnKeyRejected(cacheFor)], endsOf(gone))
        // A target that still has the old key cannot know the new one.
        if (!gone.reached) return
        const found = await wait(context, 'the new key', { attempt: bySuccessor, until: 'accepted', within })
        context.expect('the new key', found, [newKeyAccepted()], endsOf(found))
      })
    },
  }),
  defineCheck({
    id: 'jwks/duplicate-kid',
    title: 'must decide alike each time when two keys have the same kid',
    // Not SHOULD: access that comes and goes by chance must fail, and not warn.
    level: 'security',
    severity: 'low',
    spec: [rfc(7517, '4.5')],
    needs: ['issuer', 'jwks'],
    fix: 'Try each key that has the kid and fits the algorithm, or reject the tokens of all of them.',
    knownIncidents: 'Maps whose order changes, so that the key that is found changes, too.',
    sends: `With one kid for two keys of one type, and one for an RSA key and an EC key: a token signed with each key that the target can use, ${repetitions} times.`,
    passes: 'must accept both, one or none of the keys, but each time the same, and without a 5xx',
    exclusive: true,
    async run(context) {
      const alg = usualAlg(context)
      const [one, other] = [untrustedSignerFor(alg), newUntrustedSigner(alg)]
      const foreign = untrustedSignerFor(alg.startsWith('ES') ? 'RS256' : 'ES256')
      const [alike, mixed] = [freshKid('alike'), freshKid('mixed')]
      const keys = [published(one, alike), published(other, alike), published(foreign, mixed), published(one, mixed)]
      const tokens = {
        'the first of two keys of one type': signedBy(context, one, { kid: alike }),
        'the second of two keys of one type': signedBy(context, other, { kid: alike }),
        'a key beside one of another type': signedBy(context, one, { kid: mixed }),
      }
      await withOwnKeys(context, keys, async (fetched) => {
        // A target may reject a whole set with such keys.
        if (!fetched.reached) return context.expect('the set', fetched, [survivesWaiting()], endsOf(fetched))
        for (const [name, attempt] of Object.entries(tokens)) await repeatedly(context, name, attempt)
      })
    },
  }),
]

async function repeatedly(context: RunContext, vector: string, attempt: Making): Promise<void> {
  const token = await made(attempt)
  const answers = await Promise.all(Array.from({ length: repetitions }, () => context.send(vector, token)))
  const both = [answers.find(({ accepted }) => accepted), answers.find(({ accepted }) => !accepted)]
  context.expect(
    vector,
    answers,
    [sameAnswerEachTime()],
    both.filter((answer) => answer !== undefined),
  )
}
