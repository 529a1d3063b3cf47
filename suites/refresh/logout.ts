import { asvs, defineCheck, rfc } from '../../harness/define.ts'
import { accessEndsSoon, noTokenIssued, rejected } from '../../harness/expect/index.ts'
import { claimsOf } from '../../harness/forge/tamper.ts'
import type { Check } from '../../harness/model/check.ts'
import { endpointsOf } from '../../harness/oauth-client/login-endpoints.ts'

/** Lifetimes that are waited out. */
const shortMs = 5000
/** Whole seconds, and a little for the way. */
const slackMs = 1200

/** Milliseconds until a token says that it ends, or until the answer that gave it said so; undefined when neither does. */
function lifetimeOf(token: string, givenIn: string): number | undefined {
  const [, seconds] = /"expires_in"\s*:\s*"?(\d+)/.exec(givenIn) ?? []
  if (seconds !== undefined) return Number(seconds) * 1000
  try {
    const { exp } = claimsOf(token)
    return typeof exp === 'number' ? exp * 1000 - Date.now() : undefined
  } catch {
    return undefined
  }
}

export const logoutChecks: readonly Check[] = [
  defineCheck({
    id: 'refresh/logout-revokes',
    title: 'ends the session at logout',
    level: 'security',
    severity: 'high',
    spec: [asvs('7.4.1'), rfc(7009, '2.1')],
    needs: ['login'],
    fix: 'Delete or mark the session of the refresh token on the server; keep access tokens that nobody can revoke short.',
    knownIncidents: 'Logouts that only clear a cookie or tell the client to forget its tokens.',
    sends:
      'A login, a logout, then a refresh and a request with the access token, again when that has expired within seconds.',
    passes:
      'gives nothing for the refresh token at once; refuses the access token at once, or when it expires: more than 15 minutes is a warning',
    exclusive: true,
    skipIf: ({ features: { login } }) =>
      login && login.logout === undefined ? "no logout is declared; in login: logout: '/auth/logout'" : undefined,
    async run({ config, send, expect, pause }) {
      const endpoints = endpointsOf(config)
      const login = await send('login', endpoints.logIn())
      const tokens = endpoints.tokensOf(login)
      const logOut = endpoints.logOut(tokens)
      if (tokens.refresh === undefined || logOut === undefined) return
      const out = await send('logout', logOut)
      const again = await send('refresh after the logout', endpoints.refresh(tokens.refresh))
      expect('the refresh token', again, [noTokenIssued()], [out, again])
      if (tokens.access === undefined) return
      const used = await send('the access token after the logout', { token: tokens.access })
      const left = lifetimeOf(tokens.access, login.exchange.response?.body ?? '')
      expect('the access token', { used, left }, [accessEndsSoon()], [out, used])
      if (!used.accepted || left === undefined || left > shortMs) return
      await pause(Math.max(0, left) + slackMs)
      const late = await send('the access token after its expiry', { token: tokens.access })
      expect('the access token after its expiry', late, [rejected()], [late])
    },
  }),
]
