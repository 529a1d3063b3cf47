import { asvs, defineCheck, oidc, rfc } from '../../harness/define.ts'
import { jsonAnswer, noStore, noTokenIssued, unlessOauth } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Observed } from '../../harness/model/expectation.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'

export const hygieneChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/token-endpoint-hygiene',
    title: 'gives out tokens by POST only, in answers that nobody may store',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(6749, '5.1'), rfc(6749, '3.2'), oidc('3.1.3.3', 'TokenResponse'), asvs('14.3.2')],
    needs: ['login'],
    fix: 'Answer with Cache-Control: no-store and application/json, and route nothing but POST to these endpoints; read credentials from the body only.',
    knownIncidents:
      'Login and refresh endpoints of application frameworks, whose answers have no Cache-Control; handlers that read body and query as one.',
    sends:
      'A login, a refresh and a wrong login; then login and refresh with everything in the query, by GET and by POST.',
    passes:
      'sends no-store with tokens and JSON always (warnings for applications); gives out no token for what is in the query',
    exclusive: true,
    async run({ config, send, expect }) {
      const endpoints = endpointsOf(config)
      const { rules } = endpoints
      const judge = (vector: string, observed: Observed) =>
        expect(vector, observed, [unlessOauth(rules, noStore()), unlessOauth(rules, jsonAnswer())], [observed])
      const login = await send('login', endpoints.logIn())
      judge('login', login)
      const { refresh } = endpoints.tokensOf(login)
      const wrong = await send('a wrong login', endpoints.logIn({ password: `${endpoints.password}x` }))
      expect('a wrong login', wrong, [unlessOauth(rules, jsonAnswer())], [wrong])
      for (const method of ['GET', 'POST'] as const) {
        const observed = await send(`login in the query, by ${method}`, endpoints.inQuery(method, endpoints.logIn()))
        expect(`login in the query, by ${method}`, observed, [noTokenIssued()], [observed])
        if (refresh === undefined) continue
        // By a token of its own, which a target that takes it uses up.
        const own = endpoints.tokensOf(await send('login', endpoints.logIn())).refresh
        const used = await send(`refresh in the query, by ${method}`, endpoints.inQuery(method, endpoints.refresh(own)))
        expect(`refresh in the query, by ${method}`, used, [noTokenIssued()], [used])
      }
      if (refresh !== undefined) judge('refresh', await send('refresh', endpoints.refresh(refresh)))
    },
  }),
]
