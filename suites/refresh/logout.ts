import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { noTokenIssued, rejected } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import { accessEndsSoon } from './expect.ts'

const access = 'the access token'

export const logoutChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/logout-revokes',
    title: 'must end the session at logout',
    level: 'security',
    severity: 'high',
    spec: [asvs('7.4.1'), rfc(7009, '2.1')],
    needs: ['login'],
    fix: 'Delete or mark the session of the refresh token on the server. Give access tokens that cannot be revoked a short lifetime.',
    knownIncidents: 'Logouts that only clear a cookie, or tell the client to forget its tokens.',
    exclusive: true,
    skipIf: ({ features: { login } }) =>
      login && login.logout === undefined ? "no logout is declared; in login: logout: '/auth/logout'" : undefined,
    flows: {
      logout: [
        { do: 'log-in', as: 'a login' },
        { do: 'stop', if: { missing: 'a login.refresh' } },
        { do: 'log-out', as: 'the logout', session: 'a login' },
        {
          do: 'refresh-login',
          as: 'the refresh token',
          token: '{a login.refresh}',
          expect: [noTokenIssued()],
          evidence: ['the logout'],
        },
        {
          do: 'send',
          as: access,
          attempt: { token: '{a login.access}' },
          expect: [accessEndsSoon('a login')],
          evidence: ['the logout'],
        },
        { do: 'stop', if: { missing: 'a login.lifetime' } },
        { do: 'stop', if: { equal: { [`${access}.accepted`]: false } } },
        // Times are whole seconds, and a request takes a moment. Lifetimes over 5 s are not waited for.
        { do: 'wait', ms: '{a login.lifetime}', plus: 1200, atMost: 5000 },
        {
          do: 'send',
          as: 'the access token after its expiry',
          attempt: { token: '{a login.access}' },
          expect: [rejected()],
        },
      ],
    },
  }),
]
