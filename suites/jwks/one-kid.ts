import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import { alwaysTheSame, forgotten, pickedUp, survivesWaiting } from '../../harness/expect/index.ts'
import { newUntrustedSigner, type UntrustedSigner, untrustedSignerFor } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { jwksOf } from './declared.ts'
import { freshKid, signedBy, usualAlg, withForeignKeys } from './foreign-keys.ts'
import { neverKnown } from './never-known.ts'
import { endsOf, type Making, made, wait } from './wait.ts'

/** What it takes for a time that was declared to be over, measured here. Milliseconds. */
const slackMs = 250
const repetitions = 20

const published = ({ jwk }: UntrustedSigner, kid: string): object => ({ ...jwk, kid })

export const oneKidChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/same-kid-replaced',
    title: 'follows an issuer that replaces a key under the same kid',
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '4.5'), oidc('10.1.1', 'RotateSigKeys')],
    needs: ['issuer', 'jwks'],
    fix: 'Replace what you know of a kid by what the newly fetched JWK Set says of it.',
    knownIncidents: 'Maps from kid to key in which an entry is never replaced.',
    sends:
      'A token by a key until it is served; then the issuer publishes another key under that kid, and a good one beside it, which makes most targets fetch: tokens by the other key until they are served, and by the old one until they are refused.',
    passes: 'serves the new key and refuses the old one within jwks.cacheFor, without a 5xx meanwhile',
    exclusive: true,
    async run(context) {
      const { cacheFor, waitAtMost } = jwksOf(context.config)
      const within = Math.min(cacheFor + slackMs, waitAtMost)
      const kid = freshKid('replaced')
      const [old, successor] = [untrustedSignerFor(usualAlg(context)), newUntrustedSigner(usualAlg(context))]
      const [byOld, bySuccessor] = [signedBy(context, old, { kid }), signedBy(context, successor, { kid })]
      const first = await withForeignKeys(context, [published(old, kid)], async (fetched) => fetched)
      if (!first.reached) {
        return context.expect('before', first, [survivesWaiting(), neverKnown('replaces keys')], endsOf(first))
      }
      await withForeignKeys(context, [published(successor, kid)], async () => {
        const gone = await wait(context, 'the old key', { attempt: byOld, until: 'refused', within })
        context.expect('the old key', gone, [forgotten(cacheFor)], endsOf(gone))
        // A target that has not forgotten the old key cannot know the new one.
        if (!gone.reached) return
        const found = await wait(context, 'the new key', { attempt: bySuccessor, until: 'served', within })
        context.expect('the new key', found, [pickedUp()], endsOf(found))
      })
    },
  }),
  defineCheck({
    id: 'jwks/duplicate-kid',
    title: 'decides alike each time where two keys have one kid',
    // Not SHOULD: access that comes and goes by chance must fail, and not warn.
    level: 'security',
    severity: 'low',
    spec: [rfc(7517, '4.5')],
    needs: ['issuer', 'jwks'],
    fix: 'Try each key that has the kid and fits the algorithm, or refuse them all.',
    knownIncidents: 'Maps whose order changes, so that one of the two keys is found now and the other then.',
    sends: `With one kid for two keys of a type, and for an RSA and an EC key: ${repetitions} tokens by each key that the target could take.`,
    passes: 'serves both, one or none of them, but always the same, and without a 5xx',
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
      await withForeignKeys(context, keys, async (fetched) => {
        // To refuse a whole set with such keys is allowed.
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
    [alwaysTheSame()],
    both.filter((answer) => answer !== undefined),
  )
}
