import { defineCheck, rfc } from '../../harness/define.ts'
import { jsonObject, prerequisite, rule, tokensIssued } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { Step } from '../../harness/model/flow.ts'
import { clientTypeOf } from '../../harness/oauth-client/client-authentication.ts'
import { grantRejected } from './expect/token.ts'
import { discover, onlyWithClient, onlyWithOtherClient, onlyWithoutClient, signIn } from './steps.ts'

const statusOf = ({ exchange }: Observed): number => exchange.response?.status ?? 0

const jsonOf = ({ unmasked }: Observed) => jsonObject(unmasked?.body ?? '')

const active: Expectation = rule('must answer "active": true for a valid token', (observed) =>
  jsonOf(observed)?.active === true ? undefined : `${statusOf(observed)} without "active": true`,
)

const onlyInactive: Expectation = rule('must answer {"active": false} and nothing else', (observed) => {
  const answer = jsonOf(observed)
  if (statusOf(observed) !== 200 || answer?.active !== false) return `${statusOf(observed)} without "active": false`
  const more = Object.keys(answer).filter((name) => name !== 'active')
  return more.length === 0 ? undefined : `with ${more.join(', ')}`
})

const nothingWithoutAuthentication: Expectation = {
  text: 'must tell nothing to a client that does not authenticate',
  judge(observed) {
    const status = statusOf(observed)
    if (jsonOf(observed)?.active !== undefined) return { kind: 'broken', received: `${status} with "active"` }
    return status >= 400 && status < 500
      ? { kind: 'met' }
      : { kind: 'broken', received: `status ${status} instead of 401`, advisory: true }
  },
}

const ok: Expectation = rule('must answer 200', (observed) =>
  statusOf(observed) === 200 ? undefined : `status ${statusOf(observed)}`,
)

const introspection = { do: 'token', to: 'introspection_endpoint' } as const
const revocation = { do: 'token', to: 'revocation_endpoint' } as const
const onlyWith = (endpoint: string): Step => ({ do: 'stop', if: { missing: `metadata.endpoints.${endpoint}` } })

const unknownToken = { token: 'conformance-unknown-token' }
const tokens = 'tokens'
const accessToken = { token: `{${tokens}.access_token}` }
const refreshToken = `{${tokens}.refresh_token}`
const revoked = 'revoking with a wrong hint'

export const introspectionChecks: readonly Check[] = [
  defineCheck({
    id: 'op/introspection-and-revocation',
    title: 'must introspect for authenticated clients only, and revoke for the client of a token only',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(7662, '2.1'), rfc(7662, '2.2'), rfc(7009, '2.1'), rfc(7009, '2.2')],
    needs: ['op'],
    fix: 'Authenticate the client at both endpoints. Answer {"active": false} for every token that is not valid for it, and 200 to each revocation, whether there was such a token or not.',
    knownIncidents: 'Introspection without authentication, by which any client could try tokens and read their claims.',
    skipIf: ({ features: { op } }) =>
      op?.client && clientTypeOf(op.client) === 'public'
        ? 'the client is a public one, which introspects nothing'
        : undefined,
    before: [discover, { ...signIn('a valid token'), if: { given: 'op.client' } } as Step],
    flows: {
      'introspection without a client': [
        onlyWithoutClient,
        onlyWith('introspection_endpoint'),
        { ...introspection, authorization: [], with: unknownToken, expect: [nothingWithoutAuthentication] },
      ],
      introspection: [
        onlyWithClient,
        onlyWith('introspection_endpoint'),
        signIn(tokens),
        {
          ...introspection,
          as: 'a valid token',
          with: { token: `{${tokens}.access_token}` },
          expect: [prerequisite(active)],
        },
        {
          ...introspection,
          as: 'without authentication',
          authorization: [],
          with: { token: `{${tokens}.access_token}` },
          expect: [nothingWithoutAuthentication],
        },
        { ...introspection, as: 'an unknown token', with: unknownToken, expect: [onlyInactive] },
      ],
      'revoking an unknown token': [
        onlyWithClient,
        onlyWith('revocation_endpoint'),
        { ...revocation, with: unknownToken, expect: [ok] },
      ],
      'revoking by another client': [
        onlyWith('revocation_endpoint'),
        onlyWithOtherClient,
        signIn(tokens),
        { ...revocation, as: 'the revocation', client: 'other', with: { token: refreshToken } },
        { do: 'refresh', token: refreshToken, expect: [tokensIssued('access_token')], evidence: ['the revocation'] },
      ],
      'introspection of a revoked access token': [
        onlyWithClient,
        onlyWith('revocation_endpoint'),
        onlyWith('introspection_endpoint'),
        signIn(tokens),
        {
          ...introspection,
          as: 'before its revocation',
          with: accessToken,
          expect: [prerequisite(active)],
          required: true,
        },
        { ...revocation, as: 'revoking an access token', with: accessToken },
        {
          ...introspection,
          as: 'a revoked access token',
          // A server that revokes only refresh tokens says so: unsupported_token_type (RFC 7009 §2.2.1).
          if: { equal: { 'revoking an access token.status': 200 } },
          with: accessToken,
          expect: [onlyInactive],
          evidence: ['revoking an access token'],
        },
      ],
      [revoked]: [
        onlyWithClient,
        onlyWith('revocation_endpoint'),
        signIn(tokens),
        { ...revocation, as: revoked, with: { token: refreshToken, token_type_hint: 'access_token' }, expect: [ok] },
        {
          do: 'refresh',
          as: 'a refresh with a revoked token',
          token: refreshToken,
          expect: [grantRejected('invalid_grant')],
          evidence: [revoked],
        },
        onlyWith('introspection_endpoint'),
        {
          ...introspection,
          as: 'a revoked token',
          with: { token: refreshToken },
          expect: [onlyInactive],
          evidence: [revoked],
        },
      ],
    },
  }),
]
