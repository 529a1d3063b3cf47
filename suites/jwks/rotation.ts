import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import { jwksOf } from './declared.ts'
import { needsNewKey, newKeyAccepted, withdrawnKeyRejected } from './expect.ts'
import { withFreshKey } from './fresh-key.ts'
import { endsOf, untilAccepted, wait } from './wait.ts'

/** Added to a declared time, because our measurement is not exact. Milliseconds. */
const slackMs = 250

export const rotationChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/new-key-picked-up',
    title: 'must accept tokens signed with a newly published key without a restart',
    level: 'MUST',
    severity: 'high',
    spec: [oidc('10.1.1', 'RotateSigKeys'), rfc(7517, '4.5'), rfc(9068, '4')],
    needs: ['issuer', 'jwks'],
    fix: 'Fetch the JWK Set again when a token names a kid that you do not know, at most once in a cooldown; declare jwks.newKeyWithin if that takes longer than a minute.',
    knownIncidents: 'Verifiers that load the keys when they start, and never again.',
    sends:
      'The issuer publishes a new key beside the others. A token signed with it is sent every second until it is accepted or the declared time is over.',
    passes: 'must accept it within the declared time',
    exclusive: true,
    async run(context) {
      await withFreshKey(context, async (key) => {
        const found = await untilAccepted(context, 'a new key', key)
        context.expect('a new key', found, [newKeyAccepted()], endsOf(found))
      })
    },
  }),
  defineCheck({
    id: 'jwks/removed-key-rejected',
    title: 'must reject tokens signed with a withdrawn key once its cache has expired',
    level: 'security',
    severity: 'high',
    spec: [rfc(7517, '9.1'), oidc('10.1.1', 'RotateSigKeys'), asvs('9.1.3')],
    needs: ['issuer', 'jwks'],
    fix: 'Replace all keys with those of the newly fetched JWK Set instead of adding to them, and fetch the set again after a limited time.',
    knownIncidents: 'Key maps that only grow; caches of an hour for the set, or of minutes for each kid.',
    sends:
      'Tokens signed with a new key, until one is accepted. The issuer withdraws that key and publishes another; a token signed with the other key makes most targets fetch the set. Then tokens signed with the withdrawn key, until one is rejected or the time is over.',
    passes: 'must reject the withdrawn key within jwks.cacheFor; inconclusive where jwks.waitAtMost ends earlier',
    exclusive: true,
    async run(context) {
      const { cacheFor, waitAtMost } = jwksOf(context.config)
      await withFreshKey(context, async (removed) => {
        const known = await untilAccepted(context, 'while it is published', removed)
        // A key that was never accepted cannot be dropped; jwks/new-key-picked-up judges that.
        if (!known.reached) {
          return context.expect('a withdrawn key', known, [needsNewKey('must reject a withdrawn key')], endsOf(known))
        }
        await context.control.withdraw(removed.kid)
        await withFreshKey(context, async (successor) => {
          await untilAccepted(context, 'its successor', successor)
          const within = Math.min(cacheFor + slackMs, waitAtMost)
          const gone = await wait(context, 'a withdrawn key', { attempt: removed.attempt, until: 'rejected', within })
          context.expect('a withdrawn key', gone, [withdrawnKeyRejected(cacheFor)], endsOf(gone))
        })
      })
    },
  }),
]
