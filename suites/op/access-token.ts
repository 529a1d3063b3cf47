import { defineCheck, rfc } from '../../harness/define.ts'
import { advisory, errorOf, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { openProvider, type Provider, tokensOf } from '../../harness/oauth-client/provider.ts'
import { listOf, type ReadJwt, readJwt } from './jwt.ts'

/** An access token, and what is known of the request that it answers. */
interface Subject {
  readonly jwt: ReadJwt
  readonly issuer: string
  readonly clientId: string
  readonly idToken: string | undefined
  readonly scopeAsked: boolean
}

const required = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'] as const

const ofProfile: readonly Expectation<Subject>[] = [
  rule('types its access tokens at+jwt', ({ jwt: { header } }) =>
    /^(application\/)?at\+jwt$/i.test(String(header.typ)) ? undefined : `typ is ${JSON.stringify(header.typ)}`,
  ),
  rule('gives them all required claims', ({ jwt: { claims } }) => {
    const missing = required.filter((name) => claims[name] === undefined)
    return missing.length === 0 ? undefined : `no ${missing.join(', ')}`
  }),
  rule('names itself and the client in them', ({ jwt: { claims }, issuer, clientId }) => {
    if (claims.iss !== issuer) return `iss is ${JSON.stringify(claims.iss)}`
    return claims.client_id === undefined || claims.client_id === clientId
      ? undefined
      : `client_id is ${JSON.stringify(claims.client_id)}`
  }),
  rule('signs them', ({ jwt: { header } }) => (/^none$/i.test(String(header.alg)) ? 'alg is none' : undefined), {
    severity: 'critical',
  }),
  rule('gives out no ID token as an access token', ({ jwt, idToken }) =>
    jwt.token === idToken ? 'both are the same' : undefined,
  ),
  rule('means them for a resource, not for the client', ({ jwt: { claims }, clientId }) =>
    claims.sub !== clientId && listOf(claims.aud).includes(clientId) ? 'aud is the client' : undefined,
  ),
  advisory(
    rule('says which scope they have', ({ jwt: { claims }, scopeAsked }) =>
      !scopeAsked || typeof claims.scope === 'string' ? undefined : 'no scope',
    ),
  ),
]

const unique: Expectation<readonly ReadJwt[]> = rule('gives each access token another jti', (all) => {
  const ids = all.flatMap(({ claims }) => (claims.jti === undefined ? [] : [claims.jti]))
  return new Set(ids).size === ids.length ? undefined : 'a jti occurs twice'
})

export const accessTokenChecks: readonly Check[] = [
  defineCheck({
    id: 'op/access-token-profile',
    title: 'issues JWT access tokens by their profile, for the resource that is asked for',
    level: 'MUST',
    severity: 'medium',
    spec: [rfc(9068, '2.1'), rfc(9068, '2.2'), rfc(9068, '3'), rfc(9068, '5'), rfc(8707, '2.2')],
    needs: ['op'],
    fix: 'Type access tokens at+jwt, give each a jti of its own, and put the resource into aud: the one that was asked for, or a default of the issuer.',
    knownIncidents:
      'Providers whose access tokens are typed JWT and have the client as their audience, so that they pass for ID tokens.',
    sends:
      'A code flow, a refresh where a refresh token came, and client_credentials where the metadata offer it. With op.resources also a code flow for each resource, for several, and for an unknown one.',
    passes: `${ofProfile.map(({ text }) => text).join('; ')}; ${unique.text}; issues for the resource asked for, and answers invalid_target for an unknown one. Tokens that are no JWTs are left alone`,
    async run(context) {
      const provider = await openProvider(context)
      if (!provider) return
      await structure(context, provider)
      await resources(context, provider)
    },
  }),
]

async function structure({ expect }: RunContext, provider: Provider): Promise<void> {
  const { client, issuer } = provider
  const first = await provider.obtainTokens('by a code')
  if (!first) return
  const { grant_types_supported: grants } = provider.metadata
  const answers: [string, Observed][] = [['by a code', first.answer]]
  const again = async (vector: string, parameters: Parameters<Provider['token']>[1]) => {
    const answer = await provider.token(vector, parameters)
    if (tokensOf(answer).access !== undefined) answers.push([vector, answer])
  }
  if (first.refresh !== undefined) {
    await again('by a refresh', { grant_type: 'refresh_token', refresh_token: first.refresh })
  }
  if (client.secret !== undefined && Array.isArray(grants) && grants.includes('client_credentials')) {
    await again('by client_credentials', { grant_type: 'client_credentials' })
  }
  const read: ReadJwt[] = []
  for (const [vector, answer] of answers) {
    const { access, idToken } = tokensOf(answer)
    const jwt = readJwt(access)
    if (!jwt) continue
    read.push(jwt)
    const scopeAsked = vector !== 'by client_credentials'
    expect(vector, { jwt, issuer, clientId: client.id, idToken, scopeAsked }, ofProfile, [answer])
  }
  if (read.length > 1) {
    const evidence = answers.map(([, answer]) => answer)
    expect('all of them', read, [unique], evidence)
  }
}

interface ForResources {
  readonly asked: readonly string[]
  readonly aud: unknown
}

const asAsked: Expectation<ForResources> = rule('issues for the resource that is asked for', ({ asked, aud }) => {
  const audiences = listOf(aud)
  const same = audiences.length === asked.length && asked.every((resource) => audiences.includes(resource))
  return same ? undefined : `aud is ${JSON.stringify(aud)}`
})

const invalidTarget: Expectation<string | undefined> = rule(
  'answers invalid_target for an unknown resource',
  (error) => (error === 'invalid_target' ? undefined : `error is ${error ?? 'absent'}`),
)

async function resources({ config, expect }: RunContext, provider: Provider): Promise<void> {
  const known = config.features.op?.resources ?? []
  if (known.length === 0) return
  const requests = [...known.map((one) => [one]), ...(known.length > 1 ? [known] : [])]
  for (const asked of requests) {
    const vector = asked.length > 1 ? 'for several resources' : `for ${asked[0]}`
    const grant = await provider.obtainCode(vector, { resource: asked })
    if (!grant) continue
    const answer = await provider.token(vector, { ...provider.redemption(grant), resource: asked })
    const jwt = readJwt(tokensOf(answer).access)
    // Tokens for several at once may be refused (RFC 8707 §2.2).
    if (asked.length > 1 && errorOf(answer) === 'invalid_target') continue
    if (jwt) expect(vector, { asked, aud: jwt.claims.aud }, [asAsked], [answer])
  }
  const vector = 'for an unknown resource'
  const unknown = 'https://unknown.example/conformance'
  const authorization = await provider.authorize(vector, { resource: unknown })
  const code = authorization.response.get('code')
  if (code === null) {
    const error = authorization.response.get('error') ?? undefined
    expect(vector, error, [invalidTarget], authorization.answers)
    return
  }
  const answer = await provider.token(vector, {
    ...provider.redemption({ ...authorization, code }),
    resource: unknown,
  })
  const given = tokensOf(answer).access !== undefined
  expect(vector, given ? 'absent, and tokens are given' : errorOf(answer), [invalidTarget], [answer])
}
