import { defineCheck, rfc } from '../../harness/define.ts'
import { accepted, doesNotCrash } from '../../harness/expect/index.ts'
import { untrustedSignerFor } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import type { JwkSet } from '../../harness/model/issuer.ts'
import { needsNewKey, newKeyAccepted } from './expect.ts'
import { tokenBy, usualKid, withFreshKey } from './fresh-key.ts'
import { withKeys } from './publishing.ts'
import { endsOf, untilAccepted } from './wait.ts'

type Jwk = JwkSet['keys'][number]

/** Keys that cannot be used, by their flaw. `good` is the key beside which they are published. */
const unusable: Readonly<Record<string, (good: Jwk) => readonly object[]>> = {
  'keys of unknown types': () => [
    { kty: 'XYZ', kid: 'of-an-unknown-type', use: 'sig' },
    { kty: 'AKP', kid: 'post-quantum', use: 'sig', alg: 'ML-DSA-44', pub: 'A'.repeat(1750) },
    { kty: 'EC', kid: 'of-an-unknown-curve', use: 'sig', crv: 'BP-256', x: 'AAAA', y: 'AAAA' },
    { kty: 'oct', kid: 'symmetric', use: 'sig', alg: 'HS256', k: 'c2VjcmV0' },
  ],
  'keys with missing or invalid members': () => [
    { kty: 'RSA', kid: 'without-a-modulus', use: 'sig', alg: 'RS256', e: 'AQAB' },
    { kty: 'RSA', kid: 'no-base64url', use: 'sig', alg: 'RS256', n: '***', e: '+/=' },
    { kty: 'EC', kid: 'off-the-curve', use: 'sig', alg: 'ES256', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) },
    { use: 'sig', alg: 'RS256' },
  ],
  'a key of another type with the same kid': ({ kid, kty }) => {
    const { jwk } = untrustedSignerFor(kty === 'RSA' ? 'ES256' : 'RS256')
    return [{ ...jwk, kid }]
  },
  'a private key': () => [untrustedSignerFor('ES256').privateJwk],
}

export const neighbourChecks: readonly Check[] = [
  defineCheck({
    id: 'jwks/bad-neighbours-ignored',
    title: 'must use the valid keys of a JWK Set, whatever else is in it',
    // Not SHOULD, as in RFC 7517: one key of a new type would lock out every user, which is more than a warning.
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '5'), rfc(7517, '4')],
    needs: ['issuer', 'jwks'],
    fix: 'Parse each key of the set separately, and ignore those that you do not understand or cannot use.',
    knownIncidents:
      'A loop over all keys that fails at the first unknown one; a 500 for an EC key with the kid of an RSA key.',
    sends:
      'A token signed with a new key that is published after unusable ones, until it is accepted; then one signed with the usual key.',
    passes: 'must accept both, without a 5xx',
    exclusive: true,
    async run(context) {
      const before = await withFreshKey(context, (key) => untilAccepted(context, 'before', key))
      if (!before.reached) {
        return context.expect('before', before, [needsNewKey('must use the valid keys of the set')], endsOf(before))
      }
      for (const [name, unusableBeside] of Object.entries(unusable)) {
        await withFreshKey(context, async (key) => {
          const { keys } = await context.control.jwks()
          const bad = keys.filter(({ kid }) => kid === key.kid).flatMap(unusableBeside)
          await withKeys(context, [...bad, ...keys], async () => {
            const found = await untilAccepted(context, name, key)
            context.expect(name, found, [newKeyAccepted()], endsOf(found))
            const usual = await context.send(`${name}, the usual key`, tokenBy(usualKid(context)))
            context.expect(`${name}, the usual key`, usual, [accepted(), doesNotCrash()], [usual])
          })
        })
      }
    },
  }),
]
