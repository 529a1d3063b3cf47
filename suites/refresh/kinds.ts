import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { noTokenIssued, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'

export const kindChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/token-kinds-separated',
    title: 'does not take an access token for a refresh token, or the other way round',
    level: 'MUST',
    severity: 'high',
    spec: [rfc(8725, '3.12'), rfc(6749, '1.5'), asvs('9.2.2')],
    needs: ['login'],
    fix: 'Give each kind of token its own type, audience or store, and check it wherever a token is taken.',
    knownIncidents: 'Access and refresh tokens of one format under one key, told apart by nothing but their lifetime.',
    sends:
      'After a login: its access token to refresh with, its refresh token to the protected resource, and its ID token, where there is one, to both.',
    passes: 'refuses all of them',
    exclusive: true,
    async run({ config, send, expect }) {
      const endpoints = endpointsOf(config)
      const login = await send('login', endpoints.logIn())
      const { access, refresh, idToken } = endpoints.tokensOf(login)
      const refreshWith = async (vector: string, token: string | undefined) => {
        if (token === undefined) return
        const observed = await send(vector, endpoints.refresh(token))
        expect(vector, observed, [noTokenIssued()], [observed])
      }
      const present = async (vector: string, token: string | undefined) => {
        if (token === undefined) return
        const observed = await send(vector, { token })
        expect(vector, observed, [rejected()], [observed])
      }
      await present('the refresh token, to the resource', refresh)
      await present('the ID token, to the resource', config.accepts.idTokens ? undefined : idToken)
      await refreshWith('the access token, to refresh with', access)
      await refreshWith('the ID token, to refresh with', idToken)
    },
  }),
]
