import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { forgotten, pickedUp } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { jwksOf } from './declared.ts'
import { withFreshKey } from './fresh-key.ts'
import { neverKnown } from './never-known.ts'
import { endsOf, untilKnown, wait } from './wait.ts'

/** What it takes for a time that was declared to be over, measured here. Milliseconds. */
const slackMs = 250

export const rotationChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/new-key-picked-up',
    title: 'takes tokens by a newly published key without a restart',
    level: 'MUST',
    severity: 'high',
    spec: [oidc('10.1.1', 'RotateSigKeys'), rfc(7517, '4.5'), rfc(9068, '4')],
    needs: ['issuer', 'jwks'],
    fix: 'Fetch the JWK Set again when a token names a kid that you do not know, at most once in a cooldown; declare jwks.newKeyWithin if that takes longer than a minute.',
    knownIncidents: 'Verifiers that load the keys when they start, and never again.',
    sends:
      'A token by a key that the issuer has just published next to the others, every second until it is served or the declared time is over.',
    passes: 'serves it within the declared time',
    exclusive: true,
    async run(context) {
      await withFreshKey(context, async (key) => {
        const found = await untilKnown(context, 'a new key', key)
        context.expect('a new key', found, [pickedUp()], endsOf(found))
      })
    },
  }),
  defineCheck({
    id: 'jwks/removed-key-rejected',
    title: 'refuses tokens by a withdrawn key once its cache has run out',
    level: 'security',
    severity: 'high',
    spec: [rfc(7517, '9.1'), oidc('10.1.1', 'RotateSigKeys'), asvs('9.1.3')],
    needs: ['issuer', 'jwks'],
    fix: 'Replace all keys by those of the newly fetched JWK Set instead of adding to them, and give the set an age after which it is fetched again.',
    knownIncidents: 'Maps of keys that only grow; caches of an hour for the set, or of minutes for each kid.',
    sends:
      'Tokens by a new key until they are served; the issuer replaces that key by another and withdraws it; a token by the other, which makes most targets fetch; then tokens by the withdrawn one until they are refused or the time is over.',
    passes: 'refuses the withdrawn key within jwks.cacheFor; inconclusive where jwks.waitAtMost ends earlier',
    exclusive: true,
    async run(context) {
      const { cacheFor, waitAtMost } = jwksOf(context.config)
      await withFreshKey(context, async (removed) => {
        const known = await untilKnown(context, 'while it is published', removed)
        // A key that was never used cannot be forgotten; jwks/new-key-picked-up says so.
        if (!known.reached) {
          return context.expect('a withdrawn key', known, [neverKnown('forgets a withdrawn key')], endsOf(known))
        }
        await context.control.withdraw(removed.kid)
        await withFreshKey(context, async (successor) => {
          await untilKnown(context, 'its successor', successor)
          const within = Math.min(cacheFor + slackMs, waitAtMost)
          const gone = await wait(context, 'a withdrawn key', { attempt: removed.attempt, until: 'refused', within })
          context.expect('a withdrawn key', gone, [forgotten(cacheFor)], endsOf(gone))
        })
      })
    },
  }),
]
