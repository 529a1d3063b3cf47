import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { advisory, rejected } from '../../harness/expect/index.ts'
import { claimsOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'
import type { TokenRecipe } from '../../harness/model/issuer.ts'
import { goodOf } from './good.ts'

export const typeChecks: readonly Check[] = [
  defineCheck({
    id: 'claims/id-token-rejected',
    title: 'does not take an ID token for an access token',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(9068, '5'), rfc(8725, '2.8'), rfc(8725, '3.12'), asvs('9.2.2'), oidc('2', 'IDToken')],
    needs: ['issuer', 'audience'],
    fix: 'Have the issuer type access tokens as at+jwt and require that type; at least require your own audience, which is not the client.',
    knownIncidents: 'APIs that look at signature and issuer only, so that every sign-in yields a key to them.',
    skipIf: ({ accepts }) => (accepts.idTokens ? 'the target declares that it takes ID tokens' : undefined),
    vectors: (input) => {
      const { audience, audiences, clientId, tokenProfile } = goodOf(input)
      const idToken = (aud: string): TokenRecipe => ({
        header: { typ: 'JWT' },
        claims: {
          aud,
          azp: clientId,
          nonce: 'conformance-nonce',
          at_hash: 'Y29uZm9ybWFuY2UtYXRfaA',
          auth_time: claimsOf(input.token).iat,
        },
      })
      return {
        ...(!audiences.includes(clientId) && { 'for the client': { jwt: idToken(clientId) } }),
        // Only the tokenProfile of access tokens tell the two apart by more than the audience.
        'for the API': {
          jwt: idToken(audience),
          expect: [tokenProfile === 'jwt' ? advisory(rejected()) : rejected()],
        },
      }
    },
    expect: [rejected()],
  }),
]
