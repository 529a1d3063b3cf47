import { defineCheck, rfc } from '../../harness/define.ts'
import { accepted, doesNotCrash, pickedUp } from '../../harness/expect/index.ts'
import { untrustedSignerFor } from '../../harness/forge/untrusted-signer.ts'
import type { Check } from '../../harness/model/check.ts'
import type { JwkSet } from '../../harness/model/issuer.ts'
import { tokenBy, usualKid, withFreshKey } from './fresh-key.ts'
import { neverKnown } from './never-known.ts'
import { withKeys } from './publishing.ts'
import { endsOf, untilKnown } from './wait.ts'

type Jwk = JwkSet['keys'][number]

/** Keys that nobody can verify with, by what makes them so. `good` is the key next to which they stand. */
const unusable: Readonly<Record<string, (good: Jwk) => readonly object[]>> = {
  'keys of other kinds': () => [
    { kty: 'XYZ', kid: 'of-an-unknown-type', use: 'sig' },
    { kty: 'AKP', kid: 'post-quantum', use: 'sig', alg: 'ML-DSA-44', pub: 'A'.repeat(1750) },
    { kty: 'EC', kid: 'of-an-unknown-curve', use: 'sig', crv: 'BP-256', x: 'AAAA', y: 'AAAA' },
    { kty: 'oct', kid: 'symmetric', use: 'sig', alg: 'HS256', k: 'c2VjcmV0' },
  ],
  'keys with members amiss': () => [
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
    title: 'uses the good keys of a set, whatever stands beside them',
    // Not SHOULD, as RFC 7517 has it: one key of a new kind would log everybody out, which is more than a warning.
    level: 'security',
    severity: 'medium',
    spec: [rfc(7517, '5'), rfc(7517, '4')],
    needs: ['issuer', 'jwks'],
    fix: 'Read each key of the set by itself, and leave out those that you do not understand or cannot use.',
    knownIncidents:
      'A loop that parses all keys and fails with the first it does not know; a 500 for an EC key with the kid of an RSA key.',
    sends: 'A token by a new key that is published behind unusable ones, until it is served, and one by the usual key.',
    passes: 'serves both, without a 5xx',
    exclusive: true,
    async run(context) {
      const before = await withFreshKey(context, (key) => untilKnown(context, 'before', key))
      if (!before.reached) {
        return context.expect('before', before, [neverKnown('uses the good keys of the set')], endsOf(before))
      }
      for (const [name, neighboursOf] of Object.entries(unusable)) {
        await withFreshKey(context, async (key) => {
          const { keys } = await context.control.jwks()
          const bad = keys.filter(({ kid }) => kid === key.kid).flatMap(neighboursOf)
          await withKeys(context, [...bad, ...keys], async () => {
            const found = await untilKnown(context, name, key)
            context.expect(name, found, [pickedUp()], endsOf(found))
            const usual = await context.send(`${name}, the usual key`, tokenBy(usualKid(context)))
            context.expect(`${name}, the usual key`, usual, [accepted(), doesNotCrash()], [usual])
          })
        })
      }
    },
  }),
]
