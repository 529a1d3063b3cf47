import { rule } from '../../../harness/expect/index.ts'
import type { Expectation } from '../../../harness/model/expectation.ts'
import type { InFlow } from '../../../harness/model/flow.ts'
import { listOf, type ReadJwt, readJwt } from '../../../harness/oauth-client/read-jwt.ts'
import { accessTokenHash } from '../../../harness/oauth-client/signature.ts'

/** Expectations on an ID token. Steps are named as in the flow. */

/** Seconds by which the clocks of both sides may differ. */
const skew = 300
/** Seconds. */
export const maxAge = 3600

const secondsNow = (): number => Math.floor(Date.now() / 1000)

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** A rule for the ID token of a step. Where there is none, `given` says so. */
const ofToken = (
  step: string,
  text: string,
  problemOf: (jwt: ReadJwt, flow: InFlow) => string | undefined,
): Expectation<InFlow> =>
  rule(text, (flow) => {
    const jwt = readJwt(flow.value(`${step}.id_token`))
    return jwt && problemOf(jwt, flow)
  })

export const given = (step: string): Expectation<InFlow> =>
  rule('must issue an ID token for the scope openid', ({ value }) =>
    readJwt(value(`${step}.id_token`)) ? undefined : 'no ID token',
  )

/** Of every ID token; `signature` is the step that verified it. */
export const contents = (step: string, signature: string): readonly Expectation<InFlow>[] => [
  ofToken(step, 'must sign ID tokens with a published key', ({ header }, { value }) =>
    value(`${signature}.verified`) === true
      ? undefined
      : `no published key verifies it (alg ${String(header.alg).slice(0, 20)})`,
  ),
  ofToken(step, 'must name itself as their issuer', ({ claims }, { value }) =>
    claims.iss === value('declaredIssuer') ? undefined : `iss is ${JSON.stringify(claims.iss)}`,
  ),
  ofToken(step, 'must address them to the client', ({ claims }, { value }) => {
    const id = value('op.client.id')
    if (!listOf(claims.aud).includes(id)) return `aud is ${JSON.stringify(claims.aud)}`
    return claims.azp === undefined || claims.azp === id ? undefined : `azp is ${JSON.stringify(claims.azp)}`
  }),
  ofToken(step, 'must issue them now, and let them expire later', ({ claims: { iat, exp } }) => {
    if (!isTime(iat) || Math.abs(iat - secondsNow()) > skew) return `iat is ${JSON.stringify(iat)}`
    return isTime(exp) && exp > iat && exp > secondsNow() - skew ? undefined : `exp is ${JSON.stringify(exp)}`
  }),
  ofToken(step, 'must name a subject of at most 255 characters', ({ claims: { sub } }) =>
    typeof sub === 'string' && sub !== '' && sub.length <= 255 ? undefined : `sub is ${JSON.stringify(sub)}`,
  ),
  ofToken(step, 'must put the hash of the access token into at_hash, if any', ({ header, claims }, { value }) => {
    const access = value(`${step}.access_token`)
    if (claims.at_hash === undefined || typeof access !== 'string') return undefined
    const right = accessTokenHash(header.alg, access)
    return right === undefined || claims.at_hash === right ? undefined : 'at_hash does not fit the access token'
  }),
]

/** Of the ID token of a sign-in, which was asked for with nonce and max_age. */
export const ofSignIn = (step: string): readonly Expectation<InFlow>[] => [
  ofToken(step, 'must return the nonce', ({ claims: { nonce } }, { value }) =>
    nonce === value(`${step}.nonce`) ? undefined : `nonce is ${nonce === undefined ? 'absent' : 'another one'}`,
  ),
  ofToken(step, 'must say when the user signed in, where max_age asks for it', ({ claims: { auth_time: time } }) => {
    if (!isTime(time)) return `auth_time is ${JSON.stringify(time) ?? 'absent'}`
    return secondsNow() - time <= maxAge + skew ? undefined : 'auth_time is longer ago than max_age'
  }),
]

/** Claims that are the same in the ID tokens of two steps. */
export const same = (first: string, second: string, names: readonly string[]): Expectation<InFlow> =>
  ofToken(second, `must keep ${names.join(', ')}`, ({ claims }, { value }) => {
    const before = readJwt(value(`${first}.id_token`))?.claims ?? {}
    const differing = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(claims[name]))
    return differing.length === 0 ? undefined : `another ${differing.join(', ')}`
  })

/** auth_time, and a nonce if there is one, are those of the sign-in (OpenID Connect Core §12.2). */
export const sameAsBefore = (first: string, refreshed: string): Expectation<InFlow> => {
  const kept = ['iss', 'sub', 'aud', 'auth_time']
  return {
    text: `must keep ${kept.join(', ')} and, if there is one, the nonce`,
    judge: (flow) => {
      const { nonce } = readJwt(flow.value(`${refreshed}.id_token`))?.claims ?? {}
      return same(first, refreshed, nonce === undefined ? kept : [...kept, 'nonce']).judge(flow)
    },
  }
}
