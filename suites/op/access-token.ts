import { defineCheck, rfc } from '../../harness/define.ts'
import { advisory, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { InFlow, Step } from '../../harness/model/flow.ts'
import type { AuthorizationAnswer } from '../../harness/model/steps/oauth.ts'
import { listOf, type ReadJwt, readJwt } from '../../harness/oauth-client/read-jwt.ts'
import { errorOf } from './expect/token.ts'
import { discover, needsClient, signIn } from './steps.ts'

/** The access token of an answer, and the resources of its request. */
interface Subject {
  readonly jwt: ReadJwt
  readonly issuer: unknown
  readonly clientId: unknown
  readonly idToken: unknown
  readonly scopeAsked: boolean
  /** As it is declared. */
  readonly profile: unknown
}

const required = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'] as const

/** Whether the token follows RFC 9068: its type says so, or the configuration does. */
const isOfProfile = ({ jwt: { header }, profile }: Subject): boolean =>
  profile === 'rfc9068' || /^(application\/)?at\+jwt$/i.test(String(header.typ))

/** What the profile adds to JWTs is judged only of tokens that follow it. */
const promised = ({ text, judge }: Expectation<Subject>): Expectation<Subject> => ({
  text: `${text} (RFC 9068)`,
  judge: (subject) =>
    isOfProfile(subject)
      ? judge(subject)
      : {
          kind: 'met',
          note: `typ is ${JSON.stringify(subject.jwt.header.typ)}: RFC 9068 is not claimed, and not judged`,
        },
})

const whatProfileAdds: readonly Expectation<Subject>[] = [
  rule('must type its access tokens at+jwt', ({ jwt: { header } }) =>
    /^(application\/)?at\+jwt$/i.test(String(header.typ)) ? undefined : `typ is ${JSON.stringify(header.typ)}`,
  ),
  rule('must give them all required claims', ({ jwt: { claims } }) => {
    const missing = required.filter((name) => claims[name] === undefined)
    return missing.length === 0 ? undefined : `no ${missing.join(', ')}`
  }),
  rule('must name itself and the client in them', ({ jwt: { claims }, issuer, clientId }) => {
    if (claims.iss !== issuer) return `iss is ${JSON.stringify(claims.iss)}`
    return claims.client_id === undefined || claims.client_id === clientId
      ? undefined
      : `client_id is ${JSON.stringify(claims.client_id)}`
  }),
  rule('must address them to a resource, not to the client', ({ jwt: { claims }, clientId }) =>
    claims.sub !== clientId && listOf(claims.aud).includes(clientId) ? 'aud is the client' : undefined,
  ),
  advisory(
    rule('must name their scope', ({ jwt: { claims }, scopeAsked }) =>
      !scopeAsked || typeof claims.scope === 'string' ? undefined : 'no scope',
    ),
  ),
]

const ofAnyJwt: readonly Expectation<Subject>[] = [
  rule('must sign them', ({ jwt: { header } }) => (/^none$/i.test(String(header.alg)) ? 'alg is none' : undefined), {
    severity: 'critical',
  }),
  rule('must not issue an ID token as an access token', ({ jwt, idToken }) =>
    jwt.token === idToken ? 'both are the same' : undefined,
  ),
]

const expectations = [...ofAnyJwt, ...whatProfileAdds.map(promised)]

/** An expectation on the access token of a step. An opaque one is not judged. */
const of = (step: string, { text, judge }: Expectation<Subject>, scopeAsked: boolean): Expectation<InFlow> => ({
  text,
  judge: ({ value }) => {
    const jwt = readJwt(value(`${step}.access_token`))
    const idToken = value(`${step}.id_token`)
    const client = { issuer: value('declaredIssuer'), clientId: value('op.client.id') }
    const profile = value('op.tokenProfile')
    return jwt ? judge({ jwt, ...client, idToken, scopeAsked, profile }) : { kind: 'met' }
  },
})

/** Judges the access token that a step was given, where it is a JWT. */
const judged = (as: string, step: string, { scopeAsked = true } = {}): Step => ({
  do: 'judge',
  as,
  if: { given: `${step}.accessJwt` },
  expect: expectations.map((one) => of(step, one, scopeAsked)),
  evidence: [step],
})

const steps = ['the code flow', 'the refresh', 'the client credentials'] as const
const [byCode, byRefresh, byClient] = steps

const unique: Expectation<InFlow> = rule('must give each access token another jti', ({ value }) => {
  const ids = steps.flatMap((step) => readJwt(value(`${step}.access_token`))?.claims.jti ?? [])
  return new Set(ids).size === ids.length ? undefined : 'a jti occurs twice'
})

const severalResources = 'tokens for several resources'
const oneResource = 'tokens for each resource'

/** The audience is exactly what was asked for; of several requests, each has one resource. */
const asAsked: Expectation<InFlow> = rule('must issue for the resource that is asked for', ({ value, answersOf }) => {
  const all = listOf(value('op.resources'))
  const audiences = answersOf(oneResource).map(({ captured }) => readJwt(captured?.access_token)?.claims.aud)
  const wrong = audiences.find((aud, index) => aud !== undefined && !isExactly(aud, [all[index]]))
  return wrong === undefined ? undefined : `aud is ${JSON.stringify(wrong)}`
})

const allAsAsked: Expectation<InFlow> = rule('must issue for the resources that are asked for', ({ value }) => {
  const aud = readJwt(value(`${severalResources}.access_token`))?.claims.aud
  return isExactly(aud, listOf(value('op.resources'))) ? undefined : `aud is ${JSON.stringify(aud)}`
})

function isExactly(aud: unknown, asked: readonly unknown[]): boolean {
  const audiences = listOf(aud)
  return audiences.length === asked.length && asked.every((resource) => audiences.includes(resource))
}

const isInvalidTarget = (error: unknown, given = false): string | undefined =>
  error === 'invalid_target' ? undefined : `error is ${error ?? 'absent'}${given ? ', and tokens are issued' : ''}`

const text = 'must answer invalid_target for an unknown resource'

/** At the authorization endpoint already, or else at the token endpoint. */
const rejectedAtOnce: Expectation<AuthorizationAnswer> = rule(text, ({ response }) =>
  response.has('code') ? undefined : isInvalidTarget(response.get('error') ?? undefined),
)

const unknownResource = 'https://unknown.example/conformance'

export const accessTokenChecks: readonly Check[] = [
  defineCheck({
    id: 'op/access-token-profile',
    title: 'must issue JWT access tokens by their profile, for the resource that is asked for',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(9068, '2.1'), rfc(9068, '2.2'), rfc(9068, '3'), rfc(9068, '5'), rfc(8707, '2.2')],
    needs: ['op'],
    fix: 'Type access tokens at+jwt, give each a jti of its own, and put the resource into aud: the one that was asked for, or a default of the issuer.',
    knownIncidents:
      'Providers whose access tokens are typed JWT and have the client as their audience, so that they pass for ID tokens.',
    skipIf: needsClient,
    before: [discover],
    flows: {
      'by a code': [
        signIn(byCode),
        judged('by a code', byCode),
        { do: 'refresh', as: byRefresh, token: `{${byCode}.refresh_token}` },
        judged('by a refresh', byRefresh),
        {
          do: 'token',
          as: byClient,
          if: {
            equal: { clientType: 'confidential' },
            includes: { 'metadata.grant_types_supported': 'client_credentials' },
          },
          with: { grant_type: 'client_credentials' },
        },
        judged('by client_credentials', byClient, { scopeAsked: false }),
        {
          do: 'judge',
          as: 'all of them',
          if: { given: `${byCode}.accessJwt` },
          expect: [unique],
          evidence: [...steps],
        },
      ],
      'for each resource': [
        { do: 'stop', if: { missing: 'op.resources' } },
        { do: 'sign-in', as: oneResource, forEach: 'op.resources', resource: '{each}', required: true },
        { do: 'judge', if: { given: `${oneResource}.accessJwt` }, expect: [asAsked], evidence: [oneResource] },
      ],
      // Tokens for several at once may be rejected (RFC 8707 §2.2).
      'for several resources': [
        { do: 'stop', if: { missing: 'op.resources' } },
        { do: 'sign-in', as: severalResources, resource: '{op.resources}' },
        {
          do: 'judge',
          if: { given: `${severalResources}.accessJwt` },
          expect: [allAsAsked],
          evidence: [severalResources],
        },
      ],
      'for an unknown resource': [
        { do: 'stop', if: { missing: 'op.resources' } },
        {
          do: 'authorize',
          as: 'a request for an unknown resource',
          with: { resource: unknownResource },
          expect: [rejectedAtOnce],
        },
        {
          do: 'exchange',
          as: 'tokens for an unknown resource',
          code: 'a request for an unknown resource',
          with: { resource: unknownResource },
          expect: [
            rule(text, (answer: Observed) =>
              isInvalidTarget(errorOf(answer), answer.captured?.access_token !== undefined),
            ),
          ],
        },
      ],
    },
  }),
]
