import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import { jsonObject, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { FlowAnswer, Step } from '../../harness/model/flow.ts'
import { readJwt } from '../../harness/oauth-client/read-jwt.ts'
import { discover, onlyWithClient, signIn } from './steps.ts'

const statusOf = ({ exchange }: Observed): number => exchange.response?.status ?? 0

const jsonOf = ({ unmasked }: Observed) => jsonObject(unmasked?.body ?? '')

/** A signed answer (§5.3.2) is not judged, because its signature is not verified here. */
const sameSubject: Expectation<FlowAnswer> = rule('must answer with the subject of the ID token', (observed) => {
  if (statusOf(observed) !== 200) return `status ${statusOf(observed)}`
  const answer = jsonOf(observed)
  if (!answer && readJwt(observed.unmasked?.body.trim())) return undefined
  const sub = readJwt(observed.value('tokens.id_token'))?.claims.sub
  return answer?.sub === sub ? undefined : 'another sub, or none'
})

const challenged = ({ exchange }: Observed): boolean =>
  (exchange.response?.fields ?? []).some(
    ([name, value]) => name.toLowerCase() === 'www-authenticate' && /^(bearer|dpop)\b/i.test(value),
  )

/** A missing challenge lets nobody in. */
const rejectedBy = (...statuses: readonly number[]): Expectation => ({
  text: `must answer ${statuses.join(' or ')} with a Bearer challenge and no claims`,
  judge(observed) {
    const status = statusOf(observed)
    if (jsonOf(observed)?.sub !== undefined) return { kind: 'broken', received: `${status} with claims` }
    if (!statuses.includes(status)) return { kind: 'broken', received: `status ${status}` }
    if (challenged(observed)) return { kind: 'met' }
    return { kind: 'broken', received: `${status} without WWW-Authenticate: Bearer`, severity: 'low' }
  },
})

/** A request to the UserInfo endpoint with this token, or with none. */
const request = (token: string | undefined, expected: Expectation<FlowAnswer>, method = 'GET'): Step => ({
  do: 'send',
  attempt: {
    method,
    path: '{metadata.endpoints.userinfo_endpoint}',
    authorization: token === undefined ? [] : [`Bearer ${token}`],
    body: '',
    captureBody: true,
  },
  expect: [expected],
})

export const userinfoChecks: readonly Check[] = [
  defineCheck({
    id: 'op/userinfo',
    title: 'must protect its UserInfo endpoint, and answer there for the user of the access token',
    level: 'MUST',
    severity: 'medium',
    spec: [
      oidc('5.3.1', 'UserInfoRequest'),
      oidc('5.3.2', 'UserInfoResponse'),
      oidc('5.3.3', 'UserInfoError'),
      rfc(6750, '3.1'),
    ],
    needs: ['op'],
    fix: 'Verify the access token as a resource server does: its type, issuer and audience. Require the scope openid, and answer for its subject.',
    knownIncidents: 'Endpoints that verify only the signature, and so accept ID tokens.',
    skipIf: ({ features: { op } }) =>
      op?.client && !op.scope.split(' ').includes('openid') ? 'op.scope has no openid' : undefined,
    before: [
      discover,
      { do: 'stop', if: { missing: 'metadata.endpoints.userinfo_endpoint' } },
      { ...signIn('tokens'), if: { given: 'op.client' } } as Step,
    ],
    flows: {
      'by GET': [request('{tokens.access_token}', sameSubject)],
      'by POST': [request('{tokens.access_token}', sameSubject, 'POST')],
      'no token': [request(undefined, rejectedBy(401))],
      'a random token': [request('{random}', rejectedBy(401))],
      'the ID token': [request('{tokens.id_token}', rejectedBy(401))],
      'the refresh token': [request('{tokens.refresh_token}', rejectedBy(401))],
      'without openid': [
        onlyWithClient,
        { do: 'authorize', as: 'grant', with: { scope: '{metadata.plainScope}' } },
        { do: 'exchange', as: 'other tokens', code: 'grant' },
        { do: 'stop', if: { given: 'other tokens.id_token' } },
        request('{other tokens.access_token}', rejectedBy(403, 401)),
      ],
    },
  }),
]
