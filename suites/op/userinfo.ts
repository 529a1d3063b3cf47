import { defineCheck, oidc, rfc } from '../../harness/define.ts'
import { rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Attempt, Expectation, Observed } from '../../harness/model/expectation.ts'
import { jsonOf, openProvider, type Provider, randomText } from '../../harness/oauth-client/provider.ts'
import { readJwt } from './jwt.ts'

interface Answered {
  readonly observed: Observed
  /** Of the ID token. */
  readonly sub: unknown
}

const statusOf = ({ exchange }: Observed): number => exchange.response?.status ?? 0

/** A signed answer (§5.3.2) is left to whoever can verify it. */
const sameSubject: Expectation<Answered> = rule('answers with the subject of the ID token', ({ observed, sub }) => {
  if (statusOf(observed) !== 200) return `status ${statusOf(observed)}`
  const answer = jsonOf(observed)
  if (!answer && readJwt(observed.unmasked?.body.trim())) return undefined
  return answer?.sub === sub ? undefined : 'another sub, or none'
})

const challenged = ({ exchange }: Observed): boolean =>
  (exchange.response?.fields ?? []).some(
    ([name, value]) => name.toLowerCase() === 'www-authenticate' && /^(bearer|dpop)\b/i.test(value),
  )

const refusedBy = (...statuses: readonly number[]): Expectation =>
  rule(`answers ${statuses.join(' or ')} with a Bearer challenge, and no claims`, (observed) => {
    if (jsonOf(observed)?.sub !== undefined) return `${statusOf(observed)} with claims`
    if (!statuses.includes(statusOf(observed))) return `status ${statusOf(observed)}`
    return challenged(observed) ? undefined : `${statusOf(observed)} without WWW-Authenticate: Bearer`
  })

/** A scope without openid, that the server knows. */
function otherScope({ scope, metadata }: Provider): string | undefined {
  const { scopes_supported: supported } = metadata
  const known = [...scope.split(' '), ...(Array.isArray(supported) ? supported.map(String) : [])]
  return known.find((one) => one !== 'openid' && one !== 'offline_access')
}

export const userinfoChecks: readonly Check[] = [
  defineCheck({
    id: 'op/userinfo',
    title: 'protects its UserInfo endpoint as any resource, and answers for the right user',
    level: 'MUST',
    severity: 'medium',
    spec: [
      oidc('5.3.1', 'UserInfoRequest'),
      oidc('5.3.2', 'UserInfoResponse'),
      oidc('5.3.3', 'UserInfoError'),
      rfc(6750, '3.1'),
    ],
    needs: ['op'],
    fix: 'Verify the access token as a resource server does: its type, issuer and audience; ask for the scope openid, and answer for its subject.',
    knownIncidents: 'Endpoints that verify a signature only, and so take ID tokens.',
    sends:
      'GET and POST with the access token of a code flow; then none, a random one, the ID token, the refresh token, and an access token without the scope openid.',
    passes: `${sameSubject.text}; refuses the others by 401, the last one by 403 or 401`,
    skipIf: ({ features: { op } }) =>
      op && !op.scope.split(' ').includes('openid') ? 'op.scope has no openid' : undefined,
    async run(context) {
      const { send, expect } = context
      const provider = await openProvider(context)
      const path = provider?.pathOf('userinfo_endpoint')
      if (!provider || path === undefined) return
      const first = await provider.obtainTokens('a good access token')
      if (first?.access === undefined) return
      const request = (token: string | undefined, method = 'GET'): Attempt => ({
        method,
        path,
        authorization: token === undefined ? [] : [`Bearer ${token}`],
        body: '',
        captureBody: true,
      })
      const sub = readJwt(first.idToken)?.claims.sub
      for (const method of ['GET', 'POST']) {
        const observed = await send(`by ${method}`, request(first.access, method))
        expect(`by ${method}`, { observed, sub }, [sameSubject], [observed])
      }
      const wrong = {
        'no token': undefined,
        'a random token': randomText(),
        ...(first.idToken !== undefined && { 'the ID token': first.idToken }),
        ...(first.refresh !== undefined && { 'the refresh token': first.refresh }),
      }
      for (const [vector, token] of Object.entries(wrong)) {
        const observed = await send(vector, request(token))
        expect(vector, observed, [refusedBy(401)], [observed])
      }
      const scope = otherScope(provider)
      const authorization = scope === undefined ? undefined : await provider.authorize('without openid', { scope })
      const code = authorization?.response.get('code')
      if (!authorization || !code) return
      const { captured } = await provider.token('without openid', provider.redemption({ ...authorization, code }))
      if (captured?.access_token === undefined || captured.id_token !== undefined) return
      const observed = await send('without openid', request(captured.access_token))
      expect('without openid', observed, [refusedBy(403, 401)], [observed])
    },
  }),
]
