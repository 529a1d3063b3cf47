import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, describeOutcome, noTokenIssued, rule } from '../../harness/expect/index.ts'
import type { AuthorizationOutcome } from '../../harness/model/authorization.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { Condition, InFlow, Step } from '../../harness/model/flow.ts'
import { grantRejected } from './expect/token.ts'
import { discover, onlyWithClient } from './steps.ts'

const noTokenSent: Expectation<AuthorizationOutcome> = rule('must send no token through the browser', (outcome) =>
  outcome.response.has('access_token') || outcome.response.has('id_token') ? describeOutcome(outcome) : undefined,
)

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

const notOffered: Expectation<InFlow> = rule('must not name them in its metadata', ({ value }) => {
  const types = listed(value('metadata.response_types_supported')).filter((type) => type.split(' ').includes('token'))
  const grants = listed(value('metadata.grant_types_supported')).filter(
    (grant) => grant === 'password' || grant === 'implicit',
  )
  return types.length + grants.length === 0 ? undefined : [...types, ...grants].join(', ')
})

const request = (response_type: string, expected: Expectation<AuthorizationOutcome> = noTokenSent): readonly Step[] => [
  onlyWithClient,
  { do: 'authorize', with: { response_type }, expect: [expected] },
]

const unsupported = grantRejected('unsupported_grant_type', 'unauthorized_client', 'invalid_request')

const byPassword = (username: string, password: string, condition: Condition, client = true): Step => ({
  do: 'token',
  if: condition,
  with: { grant_type: 'password', username, password, scope: '{op.scope}' },
  // A request without a client may be rejected for that.
  expect: client ? [noTokenIssued(), advisory(unsupported)] : [noTokenIssued()],
})

export const legacyChecks: readonly Check[] = [
  defineCheck({
    id: 'op/legacy-grants-off',
    title: 'must offer neither the implicit nor the password grant',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(9700, '2.1.2'), rfc(9700, '2.4'), asvs('10.4.4'), asvs('10.6.1')],
    needs: ['op'],
    fix: 'Turn both grants off for every client. Browsers and native applications use the code flow with PKCE.',
    before: [discover, { do: 'authorize', as: 'the response type code', if: { given: 'op.client' }, required: true }],
    flows: {
      'the response type token': request('token'),
      'the response type id_token token': request('id_token token'),
      'the response type code token': request('code token'),
      'the response type code id_token token': request('code id_token token'),
      'the response type id_token': request('id_token', advisory(noTokenSent)),
      'the grant type password': [
        byPassword('{op.signIn.username}', '{op.signIn.password}', { given: 'op.signIn.password' }),
        byPassword('conformance', 'wrong', { missing: 'op.signIn.password', given: 'op.client' }),
        byPassword('conformance', 'wrong', { missing: 'op.client' }, false),
      ],
      'the metadata': [{ do: 'judge', expect: [advisory(notOffered)] }],
    },
  }),
]
