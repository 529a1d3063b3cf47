import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { Forgery } from '../../harness/model/forgery.ts'
import { cvesOf, flaw } from '../flaws.ts'

/** Signed by an untrusted key. */
const untrusted = (forge: Forgery): Attempt => ({ forge: { ...forge, signature: 'untrusted' } })

/** The same for every declared algorithm. */
const byEachAlgorithm = (forge: Forgery): Attempt => ({
  ...untrusted({ ...forge, from: { alg: '{declaredAlgorithm.name}' } }),
  forEach: 'declaredAlgorithm',
})

const secret = 'a secret that everybody can read in the token'
const symmetric = { kty: 'oct', kid: '{header.kid}', k: Buffer.from(secret).toString('base64url') }

export const untrustedKeyChecks: readonly Check[] = [
  defineCheck({
    id: 'key/unknown-key-rejected',
    title: 'must reject a token signed by an untrusted key, whatever kid it names',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), rfc(9068, '4'), rfc(8725, '3.8'), asvs('9.1.3')],
    needs: ['jwt'],
    fix: 'Verify the signature with the key that the issuer publishes under the kid, and reject the token when there is none or it does not fit.',
    knownIncidents: 'Verifiers that only decode the token; fallbacks to "any key" that skip the verification.',
    vectors: {
      '{declaredAlgorithm.name}, a published kid': flaw('untrusted-key'),
      '{declaredAlgorithm.name}, an unknown kid': byEachAlgorithm({ header: { kid: 'a-key-of-nobody' } }),
      '{declaredAlgorithm.name}, no kid': byEachAlgorithm({ withoutHeader: ['kid'] }),
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'key/embedded-jwk-ignored',
    title: 'must not verify a token with a key that the token contains',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '3.10'), rfc(7515, '10.3'), asvs('9.1.3'), oidc('2', 'IDToken')],
    needs: ['jwt'],
    fix: 'Never read the header parameter jwk of an access token: keys come from the issuer, by its JWKS URI.',
    knownIncidents: `${cvesOf('embedded-key')} (node-jose used the key of the header), and tools that try it first on every API.`,
    vectors: {
      'a public key': flaw('embedded-key'),
      'a public key, both with its own kid': untrusted({
        header: { kid: '{untrusted.kid}', jwk: '{untrusted.jwk}' },
      }),
      'a public key, beside a published kid': untrusted({ header: { jwk: '{untrusted.jwk}' } }),
      'a public key that bears a published kid': untrusted({ header: { jwk: '{untrusted.jwkWithPublishedKid}' } }),
      'a private key': untrusted({ header: { jwk: '{untrusted.privateJwkWithPublishedKid}' } }),
      'a symmetric key': { forge: { header: { jwk: symmetric }, signature: { hmac: 'HS256', secret } } },
      'the confirmation claim': untrusted({ claims: { cnf: { jwk: '{untrusted.jwk}' } } }),
    },
    expect: [rejected()],
  }),
]
