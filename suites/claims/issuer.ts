import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { cvesOf, flaw } from '../flaws.ts'
import { issuerNearMisses } from './near-misses.ts'

export const issuerChecks: readonly Check[] = [
  defineCheck({
    id: 'claims/iss-wrong-rejected',
    title: 'must reject a token of another issuer',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(9068, '4'), rfc(8725, '3.8'), asvs('9.1.3')],
    needs: ['issuer'],
    fix: 'Configure the verifier with the one issuer that you trust; a valid signature does not say whose tenant the token is for.',
    knownIncidents: `A gateway policy that checked signatures but accepted tokens of any realm (${cvesOf('other-tenant')}), and libraries that do not check iss by default.`,
    vectors: {
      // Only a key that also signs for others can make such a token.
      'an unknown issuer': { ...flaw('unknown-issuer'), expect: [rejected({ severity: 'high' })] },
      'another tenant of the same provider': flaw('other-tenant'),
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'claims/iss-near-miss',
    title: 'must compare the issuer character by character',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9068, '4'), rfc(7519, '2'), rfc(7519, '4.1.1'), rfc(3986, '6.2.1')],
    needs: ['issuer'],
    fix: 'Compare iss with the configured issuer as plain strings: no prefix, no parsing, no trimming, no change of case.',
    knownIncidents: `A library that accepted any part of the issuer (${cvesOf('issuer-part')}), and code that strips slashes from both sides.`,
    vectors: issuerNearMisses,
    expect: [rejected()],
  }),
]
