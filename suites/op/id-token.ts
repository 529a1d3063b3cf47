import { createHash } from 'node:crypto'
import type { JSONWebKeySet } from 'jose'
import { defineCheck, oidc } from '../../harness/define.ts'
import { rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { RunContext } from '../../harness/model/run-context.ts'
import { openProvider, type Provider, tokensOf } from '../../harness/oauth-client/provider.ts'
import { listOf, type ReadJwt, readJwt } from './jwt.ts'
import { type PublishedKey, publicPart, publishedKeys } from './keys.ts'

/** Seconds in which the clocks of both sides may disagree. */
const skew = 300
const maxAge = 3600

/** An ID token, and what is known of the request that it answers. */
interface Subject {
  readonly jwt: ReadJwt
  readonly verified: boolean
  readonly provider: Provider
  readonly nonce: string
  readonly access: string | undefined
}

const secondsNow = (): number => Math.floor(Date.now() / 1000)

/** The hash that belongs to an algorithm (OpenID Connect Core §3.1.3.6). Ed25519 names none, but has SHA-512 inside. */
function halfHash(alg: unknown, text: string): string | undefined {
  const [, bits = alg === 'EdDSA' || alg === 'Ed25519' ? '512' : undefined] =
    /^[A-Z]S(256|384|512)$/.exec(String(alg)) ?? []
  if (bits === undefined) return undefined
  const digest = createHash(`sha${bits}`).update(text, 'ascii').digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const always: readonly Expectation<Subject>[] = [
  rule('signs ID tokens with a published key', ({ verified, jwt: { header } }) =>
    verified ? undefined : `no published key verifies it (alg ${String(header.alg).slice(0, 20)})`,
  ),
  rule('names itself as their issuer', ({ jwt: { claims }, provider: { issuer } }) =>
    claims.iss === issuer ? undefined : `iss is ${JSON.stringify(claims.iss)}`,
  ),
  rule('means them for the client', ({ jwt: { claims }, provider: { client } }) => {
    if (!listOf(claims.aud).includes(client.id)) return `aud is ${JSON.stringify(claims.aud)}`
    return claims.azp === undefined || claims.azp === client.id ? undefined : `azp is ${JSON.stringify(claims.azp)}`
  }),
  rule('lets them expire later than they are issued, which is now', ({ jwt: { claims } }) => {
    const { iat, exp } = claims
    if (!isTime(iat) || Math.abs(iat - secondsNow()) > skew) return `iat is ${JSON.stringify(iat)}`
    return isTime(exp) && exp > iat && exp > secondsNow() - skew ? undefined : `exp is ${JSON.stringify(exp)}`
  }),
  rule(
    'names a subject of at most 255 characters',
    ({
      jwt: {
        claims: { sub },
      },
    }) => (typeof sub === 'string' && sub !== '' && sub.length <= 255 ? undefined : `sub is ${JSON.stringify(sub)}`),
  ),
  rule('binds the access token rightly, if at all', ({ jwt: { header, claims }, access }) => {
    if (claims.at_hash === undefined || access === undefined) return undefined
    const right = halfHash(header.alg, access)
    return right === undefined || claims.at_hash === right ? undefined : 'at_hash does not fit the access token'
  }),
]

const ofSignIn: readonly Expectation<Subject>[] = [
  rule('gives back the nonce', ({ jwt: { claims }, nonce }) =>
    claims.nonce === nonce ? undefined : `nonce is ${claims.nonce === undefined ? 'absent' : 'another one'}`,
  ),
  rule(
    'says when the user signed in, where max_age asks for it',
    ({
      jwt: {
        claims: { auth_time: time },
      },
    }) => {
      if (!isTime(time)) return `auth_time is ${JSON.stringify(time) ?? 'absent'}`
      return secondsNow() - time <= maxAge + skew ? undefined : 'auth_time is longer ago than max_age'
    },
  ),
]

interface Pair {
  readonly first: ReadJwt
  readonly second: ReadJwt
}

const same = (...names: readonly string[]): Expectation<Pair> =>
  rule(`says the same ${names.join(', ')}`, ({ first, second }) => {
    const differing = names.filter((name) => JSON.stringify(first.claims[name]) !== JSON.stringify(second.claims[name]))
    return differing.length === 0 ? undefined : `another ${differing.join(', ')}`
  })

const given: Expectation<ReadJwt | undefined> = rule('gives an ID token for the scope openid', (jwt) =>
  jwt === undefined ? 'no ID token' : undefined,
)

export const idTokenChecks: readonly Check[] = [
  defineCheck({
    id: 'op/id-token-correct',
    title: 'issues correct ID tokens, at sign-in and at refresh',
    level: 'MUST',
    severity: 'high',
    spec: [
      oidc('2', 'IDToken'),
      oidc('3.1.3.6', 'CodeIDToken'),
      oidc('3.1.3.7', 'IDTokenValidation'),
      oidc('12.2', 'RefreshTokenResponse'),
    ],
    needs: ['op'],
    fix: 'Keep nonce, authentication time and subject with the authorization, and build every ID token from it; the audience is the client_id.',
    knownIncidents: 'ID tokens whose audience is the API, made by the code that makes access tokens.',
    sends: `A code flow with nonce and max_age=${maxAge}, another one of the same user, and a refresh where a refresh token came.`,
    passes: `${[...always, ...ofSignIn].map(({ text }) => text).join('; ')}; keeps iss, sub, aud and auth_time over a refresh, and sub over sign-ins`,
    skipIf: ({ features: { op } }) =>
      op && !op.scope.split(' ').includes('openid') ? 'op.scope has no openid: it gives no ID tokens' : undefined,
    async run(context) {
      const provider = await openProvider(context)
      if (provider) await signIn(context, provider)
    },
  }),
]

async function signIn({ send, expect }: RunContext, provider: Provider): Promise<void> {
  const { keys = [], evidence } = await publishedKeys(provider, send)
  const first = await provider.obtainTokens('at sign-in', { max_age: String(maxAge) })
  if (!first) return
  const jwt = readJwt(first.idToken)
  expect('at sign-in', jwt, [given], [first.answer])
  if (!jwt) return
  const judge = async (vector: string, subject: Omit<Subject, 'verified'>, expected: readonly Expectation<Subject>[]) =>
    expect(vector, { ...subject, verified: await isVerified(subject.jwt, keys) }, expected, [...evidence, first.answer])
  const { nonce, access } = first
  await judge('at sign-in: its contents', { jwt, provider, nonce, access }, [...always, ...ofSignIn])

  const second = await provider.obtainTokens('at another sign-in')
  const other = readJwt(second?.idToken)
  if (second && other)
    expect('at another sign-in', { first: jwt, second: other }, [same('iss', 'sub')], [second.answer])

  if (first.refresh === undefined) return
  const answer = await provider.token('at a refresh', { grant_type: 'refresh_token', refresh_token: first.refresh })
  const { access: newAccess, idToken } = tokensOf(answer)
  const refreshed = readJwt(idToken)
  if (!refreshed) return
  await judge('at a refresh: its contents', { jwt: refreshed, provider, nonce, access: newAccess }, always)
  // auth_time, and a nonce if there is one, are those of the sign-in (OpenID Connect Core §12.2).
  const kept = ['iss', 'sub', 'aud', 'auth_time', ...(refreshed.claims.nonce === undefined ? [] : ['nonce'])]
  expect('at a refresh', { first: jwt, second: refreshed }, [same(...kept)], [first.answer, answer])
}

async function isVerified({ token, header }: ReadJwt, keys: readonly PublishedKey[]): Promise<boolean> {
  // A symmetric signature is by the secret of the client, which no key set holds (OpenID Connect Core §10.1).
  if (/^HS/.test(String(header.alg))) return true
  // Loaded here, because listing the checks needs none of it.
  const { compactVerify, createLocalJWKSet, errors } = await import('jose')
  try {
    await compactVerify(token, createLocalJWKSet({ keys: keys.map(publicPart) } as unknown as JSONWebKeySet))
    return true
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) return false
    for await (const key of error) {
      if (await compactVerify(token, key).then(Boolean, () => false)) return true
    }
    return false
  }
}
