import { asvs, defineCheck, oauth21, rfc } from '../../harness/define.ts'
import { advisory } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { s256 } from '../../harness/oauth-client/authorization-request.ts'
import { codeNoted, noCodeForPublicClient, noCodeSent, noCodeUnlessAdvertised } from './expect/authorization.ts'
import { grantRejected } from './expect/token.ts'
import { discover, flowPerRow, needsClient, obtainCode, signIn } from './steps.ts'

/** One character shorter than the shortest verifier (RFC 7636 §4.1). */
const short = 'conformance-0123456789-0123456789-01234567'

const rejectedVerifier = grantRejected('invalid_grant', 'invalid_request')

/** Verifiers that do not fit the challenge of a correct request. */
const wrongVerifiers: Readonly<Record<string, string | null>> = {
  'another verifier': '{random}',
  'no verifier': null,
  'an empty verifier': '',
  'the challenge as the verifier': '{grant.challenge}',
  'the beginning of the verifier': '{grant.verifier|first:20}',
  'the verifier and more': '{grant.verifier}A',
}

export const pkceChecks: readonly Check[] = [
  defineCheck({
    id: 'op/pkce-enforced',
    title: 'must exchange a code only with the verifier of its challenge',
    level: 'MUST',
    severity: 'critical',
    spec: [
      rfc(7636, '4.4.1'),
      rfc(7636, '4.6'),
      rfc(9700, '2.1.1'),
      rfc(9700, '4.8.2'),
      oauth21('7.5.1'),
      asvs('10.4.6'),
    ],
    needs: ['op'],
    fix: 'Keep the challenge and its method with the code. With a challenge, hash the verifier and compare; without one, reject every request that brings a verifier. Accept S256 only, and require a challenge of public clients.',
    knownIncidents: 'Servers that check a verifier when there is one, and skip the step when it is left out.',
    skipIf: needsClient,
    before: [discover, signIn('the right verifier')],
    flows: {
      ...flowPerRow(wrongVerifiers, (code_verifier) => [
        obtainCode,
        { do: 'exchange', code: 'grant', with: { code_verifier }, expect: [rejectedVerifier] },
      ]),
      'a verifier that is too short': [
        { do: 'authorize', as: 'its challenge', with: { code_challenge: s256(short) }, expect: [codeNoted] },
        {
          do: 'exchange',
          code: 'its challenge',
          with: { code_verifier: short },
          expect: [advisory(rejectedVerifier)],
        },
      ],
      // With plain, the challenge is the verifier: an attacker who reads the authorization request has both (RFC 7636 §7.2).
      'the method plain': [
        {
          do: 'authorize',
          with: { code_challenge: '{random}', code_challenge_method: 'plain' },
          expect: [noCodeUnlessAdvertised('plain')],
        },
      ],
      'no method, which means plain': [
        {
          do: 'authorize',
          with: { code_challenge: '{random}', code_challenge_method: null },
          expect: [noCodeUnlessAdvertised('plain')],
        },
      ],
      'an unknown method': [{ do: 'authorize', with: { code_challenge_method: 'S999' }, expect: [noCodeSent] }],
      'no challenge': [
        {
          do: 'authorize',
          as: 'no challenge',
          with: { code_challenge: null, code_challenge_method: null },
          expect: [noCodeForPublicClient],
        },
        {
          do: 'exchange',
          as: 'a verifier though there was no challenge',
          code: 'no challenge',
          expect: [rejectedVerifier],
          evidence: ['no challenge'],
        },
      ],
    },
  }),
]
