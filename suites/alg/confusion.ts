import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import { reasonWithoutKeys } from '../../harness/forge/keys/known-keys.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { HmacAlgorithm } from '../../harness/model/forgery.ts'
import { cvesOf, flaw } from '../flaws.ts'

/** The likeliest forms, tried with a longer hash. */
const longer = (hmac: HmacAlgorithm): Attempt => ({
  forEach: 'likelyPublishedKeyForm',
  forge: {
    header: { kid: '{likelyPublishedKeyForm.kid}' },
    signature: { hmac, secret: '{likelyPublishedKeyForm.secret}' },
  },
})

export const confusionChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/hmac-public-key-confusion',
    title: 'must not use a public key as an HMAC secret',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(8725, '2.1'), rfc(8725, '3.1'), asvs('9.1.2')],
    needs: ['jwt'],
    skipIf: reasonWithoutKeys,
    fix: 'Allow asymmetric algorithms only, and give the verifier key objects that know their type instead of text.',
    knownIncidents: `The oldest JWT attack, and still found: ${cvesOf('hmac-public-key')}.`,
    vectors: {
      'HS256, {publishedKeyForm.form} of {publishedKeyForm.of}': flaw('hmac-public-key'),
      'HS256, {publishedKeyForm.form} of {publishedKeyForm.of}, no kid': {
        forEach: 'publishedKeyForm',
        forge: { withoutHeader: ['kid'], signature: { hmac: 'HS256', secret: '{publishedKeyForm.secret}' } },
      },
      'HS384, {likelyPublishedKeyForm.form} of {likelyPublishedKeyForm.of}': longer('HS384'),
      'HS512, {likelyPublishedKeyForm.form} of {likelyPublishedKeyForm.of}': longer('HS512'),
    },
    expect: [rejected()],
  }),
]
