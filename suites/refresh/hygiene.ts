import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { jsonAnswer, noStore, noTokenIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Step } from '../../harness/model/flow.ts'
import { forOauth } from './expect.ts'

const notStored = [forOauth(noStore()), forOauth(jsonAnswer())]

/** Login and refresh with everything in the query. The refresh token is one of its own, since it may be used up. */
const inQuery = (method: 'GET' | 'POST'): readonly Step[] => [
  { do: 'log-in', as: `login in the query, by ${method}`, inQuery: method, expect: [noTokenIssued()] },
  { do: 'log-in', as: 'another login', if: { given: 'a login.refresh' } },
  {
    do: 'refresh-login',
    as: `refresh in the query, by ${method}`,
    token: '{another login.refresh}',
    inQuery: method,
    expect: [noTokenIssued()],
  },
]

export const hygieneChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/token-endpoint-hygiene',
    title: 'must issue tokens by POST only, in answers that must not be stored',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(6749, '5.1'), rfc(6749, '3.2'), oidc('3.1.3.3', 'TokenResponse'), asvs('14.3.2')],
    needs: ['login'],
    fix: 'Answer with Cache-Control: no-store and application/json, and route nothing but POST to these endpoints. Read credentials from the body only.',
    knownIncidents:
      'Login and refresh endpoints of application frameworks, whose answers have no Cache-Control; handlers that read body and query as one.',
    exclusive: true,
    before: [{ do: 'log-in', as: 'a login', expect: notStored }],
    flows: {
      'a wrong login': [{ do: 'log-in', password: '{login.password}x', expect: [forOauth(jsonAnswer())] }],
      'in the query, by GET': inQuery('GET'),
      'in the query, by POST': inQuery('POST'),
      refresh: [{ do: 'refresh-login', token: '{a login.refresh}', expect: notStored }],
    },
  }),
]
