import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { advisory, refused } from '../../harness/expect/index.ts'
import type { Check, TokenRecipe } from '../../harness/model.ts'
import { claimsOf } from '../forge/tamper.ts'
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
    seen: 'APIs that look at signature and issuer only, so that every sign-in yields a key to them.',
    unless: ({ accepts }) => (accepts.idTokens ? 'the target declares that it takes ID tokens' : undefined),
    vectors: (known) => {
      const { audience, audiences, clientId, rules } = goodOf(known)
      const idToken = (aud: string): TokenRecipe => ({
        header: { typ: 'JWT' },
        claims: {
          aud,
          azp: clientId,
          nonce: 'conformance-nonce',
          at_hash: 'Y29uZm9ybWFuY2UtYXRfaA',
          auth_time: claimsOf(known.token).iat,
        },
      })
      return {
        ...(!audiences.includes(clientId) && { 'for the client': { jwt: idToken(clientId) } }),
        // Only the rules of access tokens tell the two apart by more than the audience.
        'for the API': {
          jwt: idToken(audience),
          expect: [rules === 'jwt' ? advisory(refused()) : refused()],
        },
      }
    },
    expect: [refused()],
  }),
]
