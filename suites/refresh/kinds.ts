import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { noTokenIssued, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'

const toResource = (token: string): Step => ({ do: 'send', attempt: { token }, expect: [rejected()] })
const asRefreshToken = (token: string): Step => ({ do: 'refresh-login', token, expect: [noTokenIssued()] })

export const kindChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/token-kinds-separated',
    title: 'must not accept an access token as a refresh token, or the other way round',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(8725, '3.12'), rfc(6749, '1.5'), asvs('9.2.2')],
    needs: ['login'],
    fix: 'Give each kind of token its own type, audience or store, and check it wherever a token is accepted.',
    knownIncidents:
      'Access and refresh tokens of one format under one key, which differ in nothing but their lifetime.',
    exclusive: true,
    before: [{ do: 'log-in', as: 'a login' }],
    flows: {
      'the refresh token, to the resource': [toResource('{a login.refresh}')],
      'the ID token, to the resource': [
        { do: 'stop', if: { given: 'accepts.idTokens' } },
        toResource('{a login.idToken}'),
      ],
      'the access token, to refresh with': [asRefreshToken('{a login.access}')],
      'the ID token, to refresh with': [asRefreshToken('{a login.idToken}')],
    },
  }),
]
