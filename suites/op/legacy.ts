import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { advisory, describeOutcome, grantRejected, noTokenIssued, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import { type Authorization, openProvider } from '../../harness/oauth-client/provider.ts'

/** Response types that bring an access token through the browser, and one that brings only an ID token. */
const implicit = ['token', 'id_token token', 'code token', 'code id_token token'] as const

const noTokenSent: Expectation<Authorization> = rule('sends no token through the browser', (outcome) =>
  outcome.response.has('access_token') || outcome.response.has('id_token') ? describeOutcome(outcome) : undefined,
)

type Metadata = Readonly<Record<string, unknown>>

const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

const notOffered: Expectation<Metadata> = rule(
  'does not offer them in its metadata',
  ({ response_types_supported, grant_types_supported }) => {
    const types = listed(response_types_supported).filter((type) => type.split(' ').includes('token'))
    const grants = listed(grant_types_supported).filter((grant) => grant === 'password' || grant === 'implicit')
    return types.length + grants.length === 0 ? undefined : [...types, ...grants].join(', ')
  },
)

export const legacyChecks: readonly Check[] = [
  defineCheck({
    id: 'op/legacy-grants-off',
    title: 'offers neither the implicit nor the password grant',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(9700, '2.1.2'), rfc(9700, '2.4'), asvs('10.4.4'), asvs('10.6.1')],
    needs: ['op'],
    fix: 'Turn both grants off for every client; browsers and native applications use the code flow with PKCE.',
    sends: `Authorization requests for ${implicit.join(', ')} and id_token; a token request with a user name and password, those of op.signIn where they are declared.`,
    passes:
      'sends no token through the browser (an ID token alone is a warning), and gives none for a password; does not offer either (a warning)',
    async run(context) {
      const { expect, config } = context
      const provider = await openProvider(context)
      if (!provider) return
      if (!(await provider.obtainCode('the response type code'))) return
      for (const type of [...implicit, 'id_token']) {
        const outcome = await provider.authorize(`the response type ${type}`, { response_type: type })
        const expected = type === 'id_token' ? advisory(noTokenSent) : noTokenSent
        expect(`the response type ${type}`, outcome, [expected], outcome.answers)
      }
      const { username, password } = config.features.op?.signIn ?? {}
      const secret = typeof password === 'object' ? config.secrets[password.env] : password
      const user = { username: typeof username === 'string' ? username : 'conformance', password: secret ?? 'wrong' }
      const answer = await provider.token('the grant type password', {
        grant_type: 'password',
        ...user,
        scope: provider.scope,
      })
      const refusal = advisory(grantRejected('unsupported_grant_type', 'unauthorized_client', 'invalid_request'))
      expect('the grant type password', answer, [noTokenIssued(), refusal], [answer])
      expect('the metadata', provider.metadata, [advisory(notOffered)], [])
    },
  }),
]
