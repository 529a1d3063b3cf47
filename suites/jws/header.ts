import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import { cvesOf, flaw } from '../flaws.ts'
import { hostileHeaders } from './hostile-headers.ts'

const extension = 'http://example/ext'

/** A list that a producer must not write; a recipient MAY reject it (RFC 7515 §4.1.11). */
const malformed = (crit: unknown): Attempt => ({
  jwt: { header: { crit } },
  expect: [advisory(rejected({ severity: 'low' }))],
})

export const headerChecks: readonly Check[] = [
  defineCheck({
    id: 'jws/header-hostile-json',
    title: 'must reject a hostile header without a crash',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(7515, '5.2'), rfc(7515, '10.12'), asvs('16.5.3')],
    needs: ['jwt'],
    fix: 'Treat any failure to parse the header, recursion errors included, as an invalid token, and check the type of every member before using it.',
    knownIncidents:
      'Parsers whose recursion error reached the client as a 500, and libraries that answered the same way to a missing or mistyped alg; both without any key.',
    vectors: {
      ...hostileHeaders,
      'an array, unsigned': { ...hostileHeaders['an array, unsigned'], ...flaw('header-array') },
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/crit-unknown',
    title: 'must reject a token with an unknown critical extension',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(7515, '4.1.11'), rfc(7519, '7.2')],
    needs: ['issuer'],
    fix: 'Reject every token whose header has crit, unless each name in it is an extension that you implement.',
    knownIncidents: `Libraries that ignored crit altogether (${cvesOf('unknown-critical-extension')}).`,
    vectors: {
      // Extensions that no server has to know, correctly listed and present (RFC 7515 §4.1.11).
      [extension]: { ...flaw('unknown-critical-extension'), unlessDeclared: { critical: extension } },
      exp: { jwt: { header: { crit: ['exp'], exp: 4_102_444_800 } }, unlessDeclared: { critical: 'exp' } },
      cnf: { jwt: { header: { crit: ['cnf'], cnf: { kid: 'conformance' } } }, unlessDeclared: { critical: 'cnf' } },
      'malformed: an empty list': malformed([]),
      'malformed: a string': malformed('exp'),
      'malformed: a number in the list': malformed([1]),
      'malformed: a registered name in the list': malformed(['alg']),
      'malformed: a name that the header lacks': malformed(['missing']),
      'malformed: null': malformed(null),
    },
    expect: [rejected()],
  }),
]
