import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { accepted, advisory, noTokenIssued, tokensIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Expectation } from '../../harness/model/expectation.ts'
import { type Endpoints, endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'

/** More than any password, and more than most servers read. */
const megabyte = 'x'.repeat(1_048_576)

const withBody = (attempt: Attempt, body: string): Attempt => ({ ...attempt, body })

/** Logins that must fail, each wrong in one way. */
function badLogins(endpoints: Endpoints): Readonly<Record<string, Attempt>> {
  const { logIn, username, password, format } = endpoints
  const good = logIn()
  return {
    'a wrong password': logIn({ password: `${password}x` }),
    'the password without its last character': logIn({ password: password.slice(0, -1) }),
    'an unknown user': logIn({ username: `${username}-nobody` }),
    'no password': logIn({ password: undefined }),
    'no username': logIn({ username: undefined }),
    'an empty password': logIn({ password: '' }),
    'an empty username': logIn({ username: '' }),
    'a list as the password': logIn({ password: ['x'] }),
    'an object as the password': logIn({ password: { $ne: 'x' } }),
    'an object as the username': logIn({ username: { $gt: '' } }),
    'a quote in SQL as the password': logIn({ password: "' OR '1'='1" }),
    'a comment in SQL after the username': logIn({ username: `${username}'--`, password: 'x' }),
    'a wildcard of LDAP as the password': logIn({ password: '*' }),
    'a filter of LDAP as the username': logIn({ username: `${username})(|(uid=*)`, password: 'x' }),
    'a NUL in the username': logIn({ username: `${username}\0`, password: 'x' }),
    'an empty body': withBody(good, ''),
    ...(format === 'json' && {
      'null as the password': logIn({ password: null }),
      'true as the password': logIn({ password: true }),
      'a number as the password': logIn({ password: 0 }),
      'a list as the body': withBody(good, '[]'),
      'null as the body': withBody(good, 'null'),
      'a body that is no JSON': withBody(good, '{"username":'),
    }),
  }
}

/** As `sends` of a check tells it. */
const badKinds =
  'a wrong, shortened or empty password, an unknown user, missing members, values that are no text, metacharacters of SQL and LDAP, broken bodies, a password of 1 MB'

export const loginChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/login-flow',
    title: 'gives usable tokens to the right password and none to anything else',
    level: 'security',
    severity: 'high',
    spec: [rfc(6749, '5.1'), rfc(6749, '5.2'), asvs('6.3.1')],
    needs: ['login'],
    fix: 'Check that username and password are texts, compare the password with the stored hash of that very user, and answer 400 or 401 to everything else.',
    knownIncidents:
      'Login handlers that pass an object on to the database as a query, or answer 500 to a list where a text should be.',
    sends: `The right login, and its access token to the protected resource; then ${badKinds}, with the right login after each.`,
    passes: 'serves the access token of the right login; gives out no token for all others, and does not crash',
    exclusive: true,
    async run({ config, send, expect }) {
      const endpoints = endpointsOf(config)
      const attempt = async (vector: string, request: Attempt, expectations: readonly Expectation[]) => {
        const observed = await send(vector, request)
        expect(vector, observed, expectations, [observed])
        return observed
      }
      const right = await attempt('the right login', endpoints.logIn(), [tokensIssued(endpoints.names.access)])
      const { access } = endpoints.tokensOf(right)
      if (access !== undefined) await attempt('its access token', { token: access }, [accepted()])
      // Failed logins may be counted. One that works sets most counters back, and shows that nobody is locked out yet.
      const stillLogsIn = async () => {
        const again = await send('the right login in between', endpoints.logIn())
        const inBetween = tokensIssued(endpoints.names.access)
        if (endpoints.tokensOf(again).access !== undefined) return true
        expect('the right login in between', again, [advisory(inBetween)], [again])
        return false
      }
      for (const [vector, request] of Object.entries(badLogins(endpoints))) {
        await attempt(vector, request, [noTokenIssued()])
        if (!(await stillLogsIn())) return
      }
      const large = endpoints.logIn({ password: megabyte })
      await attempt('a password of 1 MB', large, [noTokenIssued({ orCloses: true })])
      await stillLogsIn()
    },
  }),
]
