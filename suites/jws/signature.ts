import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt } from '../../harness/model/expectation.ts'
import type { Forgery, SignatureChange } from '../../harness/model/forgery.ts'
import { cvesOf, flaw } from '../flaws.ts'

/** The valid token with this changed, under its old signature. */
const tampered = (forge: Forgery): Attempt => ({ forge })

const changed = (change: SignatureChange): Attempt => ({ forge: { signature: { change } } })

const signatureText = (text: string): Attempt => ({ forge: { signature: { text } } })

export const signatureChecks: readonly Check[] = [
  defineCheck({
    id: 'jws/tampered-payload',
    title: 'must reject a token whose payload was changed after signing',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), rfc(7519, '7.2'), asvs('9.1.1')],
    needs: ['jwt'],
    fix: 'Verify the signature over the header and payload text exactly as received, before any claim is read.',
    knownIncidents: `Libraries that decoded tokens and never verified them (${cvesOf('tampered-payload')}).`,
    vectors: {
      'another subject': flaw('tampered-payload'),
      'more scope': tampered({ claims: { scope: '{moreScope}' } }),
      'a later expiry': tampered({ claims: { exp: '{dayAfterExpiry}' } }),
      'one audience more': tampered({ claims: { aud: '{moreAudiences}' } }),
      'the same claims with other whitespace': tampered({ rewrittenClaims: 'spaced' }),
      'the same claims in another order': tampered({ rewrittenClaims: 'reversed' }),
      'the payload of another good token': tampered({ payloadOf: { claims: { jti: '{fresh.jti}' } } }),
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/tampered-header',
    title: 'must reject a token whose header was changed after signing',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), rfc(7515, '5.1')],
    needs: ['jwt'],
    fix: 'Use the signing input of the token as received, never JSON that was parsed and written again.',
    knownIncidents:
      'Verifiers that rebuild the signing input from parsed JSON, so that many texts share one signature.',
    vectors: {
      'a harmless parameter more': flaw('tampered-header'),
      'another typ': tampered({ header: { typ: '{otherTyp}' } }),
      'no typ': tampered({ withoutHeader: ['typ'] }),
      'the kid of another published key': tampered({ header: { kid: '{anotherKid}' } }),
      'a sibling algorithm': tampered({ header: { alg: '{siblingAlg}' } }),
      'the same header with other whitespace': tampered({ rewrittenHeader: 'spaced' }),
      'the same header in another order': tampered({ rewrittenHeader: 'reversed' }),
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/tampered-signature',
    title: 'must reject a token whose signature was changed or cut',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), asvs('9.1.1')],
    needs: ['jwt'],
    fix: 'Pass the whole decoded signature to the verification of a maintained library; do not compare bytes yourself.',
    knownIncidents: 'MACs compared only as far as the sender had written them.',
    vectors: {
      'a bit of the first byte': flaw('tampered-signature'),
      'a bit of the middle byte': changed('middle-byte-flipped'),
      'a bit of the last byte': changed('last-byte-flipped'),
      'all bytes 0x00': changed('all-bytes-00'),
      'all bytes 0xFF': changed('all-bytes-FF'),
      'the first half': changed('first-half'),
      'the last byte missing': changed('last-byte-removed'),
      'the last four characters missing': { token: '{token|without-last:4}' },
      'one byte more': changed('one-byte-added'),
      'random bytes': { forge: { signature: 'random' } },
    },
    expect: [rejected()],
  }),
  defineCheck({
    id: 'jws/empty-signature',
    title: 'must reject a token without a signature',
    level: 'MUST',
    severity: 'critical',
    spec: [rfc(7515, '5.2'), rfc(7518, '3.6')],
    needs: ['jwt'],
    fix: 'Require three parts and a signature that verifies; an empty one is as invalid as any other that does not.',
    knownIncidents: `A service framework that skipped verification when the signature was empty (${cvesOf('empty-signature')}).`,
    vectors: {
      'nothing, {declaredAlgorithm.name}': flaw('empty-signature'),
      'nothing, HS256': { forge: { header: { alg: 'HS256' }, signature: 'empty' } },
      'nothing, no second dot': { token: '{token|header}.{token|payload}' },
      AA: signatureText('AA'),
      e30: signatureText('e30'),
      null: signatureText('null'),
    },
    expect: [rejected()],
  }),
]
