import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { flaw } from '../flaws.ts'

const { header, claims } = flaw('id-token').jwt

export const typeChecks: readonly Check[] = [
  defineCheck({
    id: 'claims/id-token-rejected',
    title: 'must reject an ID token in place of an access token',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9068, '5'), rfc(8725, '2.8'), rfc(8725, '3.12'), asvs('9.2.2'), oidc('2', 'IDToken')],
    needs: ['issuer', 'audience'],
    fix: 'Have the issuer type access tokens as at+jwt and require that type; at least require your own audience, which is not the client.',
    knownIncidents: 'APIs that check signature and issuer only, so that every ID token of a sign-in is accepted.',
    skipIf: ({ accepts }) => (accepts.idTokens ? 'the target declares that it accepts ID tokens' : undefined),
    vectors: {
      'for the client': { ...flaw('id-token'), unlessDeclared: { audiences: '{clientId}' } },
      'for the API': {
        jwt: { header, claims: { ...claims, aud: '{audience}' } },
        // Only profiles of access tokens tell the two apart by more than the audience.
        warnWhen: { tokenProfile: 'jwt' },
      },
    },
    expect: [rejected()],
  }),
]
