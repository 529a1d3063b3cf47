import { asvs, defineCheck, jwtBcp, rfc } from '../../harness/define.ts'
import { accepted } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { flaw } from '../flaws.ts'
import { rejectedWhereListed } from './expect.ts'

export const allowListChecks: readonly Check[] = [
  defineCheck({
    id: 'alg/declared-accepted',
    title: 'must accept a token of every algorithm that it declares',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9068, '2.1'), rfc(7515, '5.2'), rfc(7518, '3.1')],
    needs: ['issuer'],
    fix: 'Add the algorithm to the list that the verifier allows, or remove it from what the target declares.',
    knownIncidents:
      'Lists without RS256, which every resource server for JWT access tokens must support, and EdDSA against Ed25519 as its name (RFC 9864).',
    vectors: { '{declaredAlgorithm.name}': { forEach: 'declaredAlgorithm', jwt: { alg: '{declaredAlgorithm.name}' } } },
    expect: [accepted()],
  }),
  defineCheck({
    id: 'alg/not-allowlisted',
    title: 'must reject a trusted key under an algorithm that it does not declare',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(8725, '3.1'), jwtBcp('3.1'), rfc(7515, '5.2'), asvs('9.1.2')],
    needs: ['issuer'],
    fix: 'Name the accepted algorithms when you verify; do not let the key type or the token choose.',
    knownIncidents: 'Verifiers whose default is every algorithm that the type of the key allows.',
    vectors: { '{undeclaredAlgorithm.name}': flaw('undeclared-algorithm') },
    expect: [rejectedWhereListed()],
  }),
]
