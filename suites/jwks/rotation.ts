import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import type { Check } from '../../harness/model/check.ts'
import type { SendUntilStep } from '../../harness/model/steps/issuer.ts'
import { acceptsNewKeyFirst, allAccepted, needsNewKey, newKeyAccepted, withdrawnKeyRejected } from './expect.ts'

/** As long as a withdrawn key may still be accepted. `plus`, because our measurement is not exact. */
export const untilCacheExpired: Pick<SendUntilStep, 'within' | 'plus' | 'atMost'> = {
  within: '{jwks.cacheFor}',
  plus: 250,
  atMost: '{jwks.waitAtMost}',
}

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
    exclusive: true,
    flows: {
      'a new key': [
        { do: 'publish', as: 'key' },
        { do: 'send-until', as: 'a new key', key: '{key}', until: 'accepted', expect: [newKeyAccepted()] },
      ],
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
    exclusive: true,
    flows: {
      'a withdrawn key': [
        { do: 'publish', as: 'key' },
        {
          do: 'send-until',
          as: 'while it is published',
          key: '{key}',
          until: 'accepted',
          // A key that was never accepted cannot be dropped.
          expect: [acceptsNewKeyFirst('must accept the key while it is published')],
          required: true,
        },
        { do: 'withdraw', kid: '{key.kid}' },
        // A token signed with another new key makes most targets fetch the set.
        { do: 'publish', as: 'successor' },
        { do: 'send-until', as: 'its successor', key: '{successor}', until: 'accepted' },
        {
          do: 'send-until',
          as: 'a withdrawn key',
          key: '{key}',
          until: 'rejected',
          ...untilCacheExpired,
          expect: [withdrawnKeyRejected()],
        },
      ],
    },
  }),
]

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
    exclusive: true,
    flows: {
      'several keys': [
        { do: 'publish', as: 'second' },
        { do: 'send-until', as: 'a second key', key: '{second}', until: 'accepted' },
        ...inTurn('the new key last', 'a second key', ['usual', '{second}']),
        { do: 'publish', as: 'third' },
        { do: 'publish-set', reversed: true },
        { do: 'send-until', as: 'a third key', key: '{third}', until: 'accepted' },
        ...inTurn('the new key first', 'a third key', ['usual', '{second}', '{third}']),
      ],
    },
  }),
]

/** The usual key must work in any case; new ones only where new keys are accepted at all, which is another check. */
function inTurn(as: string, newKey: string, keys: readonly string[]) {
  const [accepted, missing] = [{ given: `${newKey}.reached` }, { missing: `${newKey}.reached` }]
  const needed = needsNewKey('must accept tokens signed with either key')
  return [
    { do: 'send-tokens', as, if: accepted, keys, rounds, expect: [allAccepted()] },
    { do: 'send-tokens', as: `${as}, without it`, if: missing, rounds, expect: [allAccepted(), needed] },
  ] as const
}
