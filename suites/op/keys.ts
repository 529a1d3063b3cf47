import { defineCheck, oidc, oidcDiscovery, rfc } from '../../harness/define.ts'
import { advisory, prerequisite, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation } from '../../harness/model/expectation.ts'
import type { InFlow, Step } from '../../harness/model/flow.ts'
import { readJwt } from '../../harness/oauth-client/read-jwt.ts'
import { type PublishedKey, secretMembers, weaknessOf } from '../../harness/oauth-client/signature.ts'
import { discover, onlyWithClient, signIn } from './steps.ts'

const keySet = 'the key set'

/** Reads the JWK Set. Other steps refer to its keys as `{the key set.keys}`. */
export const readKeySet: Step = {
  do: 'send',
  as: keySet,
  attempt: {
    method: 'GET',
    path: '{metadata.endpoints.jwks_uri}',
    authorization: [],
    body: '',
    captureBody: true,
  },
}

/** The published keys; undefined where there is no JWK Set at the origin of the target. */
function keysOf({ value }: InFlow): readonly PublishedKey[] | undefined {
  const keys = value(`${keySet}.status`) === 200 ? value(`${keySet}.keys`) : undefined
  const objects = Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null)
  return objects ? keys : undefined
}

const nameOf = (key: PublishedKey, index: number): string =>
  typeof key.kid === 'string' ? `key ${key.kid.slice(0, 60)}` : `key ${index + 1}`

/** A rule for each key, with one line for all keys that break it. */
const eachKey =
  (problemOf: (key: PublishedKey, all: readonly PublishedKey[]) => string | undefined) =>
  (flow: InFlow): string | undefined => {
    const keys = keysOf(flow) ?? []
    const problems = keys.flatMap((key, index) => {
      const problem = problemOf(key, keys)
      return problem === undefined ? [] : [`${nameOf(key, index)}: ${problem}`]
    })
    return problems.length === 0 ? undefined : problems.join('; ')
  }

const typesOfAlg: readonly (readonly [RegExp, string])[] = [
  [/^([RP]S(256|384|512)|RSA)/, 'RSA'],
  [/^(ES|ECDH)/, 'EC'],
  [/^Ed/, 'OKP'],
]

function mismatch({ kty, alg, use }: PublishedKey): string | undefined {
  if (use !== undefined && use !== 'sig' && use !== 'enc') return `use is ${JSON.stringify(use)}`
  if (alg === undefined) return undefined
  const expected = typesOfAlg.find(([pattern]) => pattern.test(String(alg)))?.[1]
  if (expected !== undefined && kty !== expected && !(expected === 'EC' && kty === 'OKP')) {
    return `alg ${alg} with kty ${kty}`
  }
  const encrypts = /^(RSA-OAEP|RSA1_5|ECDH)/.test(String(alg))
  return use !== undefined && encrypts !== (use === 'enc') ? `alg ${alg} with use ${use}` : undefined
}

const aboutKeys: readonly Expectation<InFlow>[] = [
  rule('must publish a key', (flow) => (keysOf(flow)?.length === 0 ? 'no keys' : undefined)),
  rule(
    'must publish no private and no symmetric key',
    eachKey((key) => {
      const members = secretMembers.filter((name) => key[name] !== undefined)
      if (key.kty === 'oct') return 'symmetric'
      return members.length > 0 ? `with ${members.join(', ')}` : undefined
    }),
  ),
  rule(
    'must publish keys that can be used, of RSA 2048 bits or more',
    eachKey((key) => (typeof key.kty === 'string' ? weaknessOf(key) : 'no kty')),
    { severity: 'high' },
  ),
  rule('must give no key an algorithm or a use that does not fit it', eachKey(mismatch), { severity: 'medium' }),
  rule(
    'must give each of several keys a kid',
    eachKey((key, all) => (all.length > 1 && typeof key.kid !== 'string' ? 'no kid' : undefined)),
    { severity: 'medium' },
  ),
  advisory(
    rule(
      'must give each key another kid',
      eachKey((key, all) => {
        const alike = all.filter(({ kid }) => kid !== undefined && kid === key.kid)
        return alike.length > 1 ? `its kid is that of ${alike.length} keys` : undefined
      }),
    ),
  ),
]

/** The key of a token is published. An access token is for its resource server; one of this issuer says so by iss. */
const published = (name: string): Expectation<InFlow> =>
  rule(
    'must publish the keys that its tokens name',
    (flow) => {
      const jwt = readJwt(flow.value(name))
      const keys = keysOf(flow) ?? []
      if (jwt?.claims.iss !== flow.value('declaredIssuer')) return undefined
      const { kid } = jwt?.header ?? {}
      if (kid === undefined) return keys.length > 1 ? 'a token without kid, where there are several keys' : undefined
      return keys.some((key) => key.kid === kid)
        ? undefined
        : `a token names ${JSON.stringify(kid)}, which is not published`
    },
    { severity: 'high' },
  )

const found: Expectation<InFlow> = rule(
  'must answer with a JWK Set at jwks_uri, at the origin of the target',
  (flow) => (keysOf(flow) === undefined ? 'no JWK Set' : undefined),
  { severity: 'high' },
)

export const keyChecks: readonly Check[] = [
  defineCheck({
    id: 'op/jwks-sound',
    title: 'must publish the public keys of its tokens, and nothing secret',
    level: 'MUST',
    severity: 'critical',
    spec: [
      rfc(7517, '4.5'),
      rfc(7517, '9.2'),
      rfc(7518, '3.3'),
      oidcDiscovery('3', 'ProviderMetadata'),
      oidc('10.1.1', 'RotateSigKeys'),
    ],
    needs: ['op'],
    fix: 'Export public members only. Publish a key before the first token is signed with it, and until the last one has expired.',
    knownIncidents: 'Key sets written by an export of the whole key.',
    // Without ID tokens and JWTs there is nothing to verify (RFC 8414 §2); op/metadata-valid requires it of OpenID Providers.
    before: [discover, { do: 'stop', if: { missing: 'metadata.jwks_uri' } }],
    flows: {
      [keySet]: [
        { do: 'judge', if: { missing: 'metadata.endpoints.jwks_uri' }, expect: [prerequisite(found)], required: true },
        readKeySet,
        { do: 'judge', expect: [found], evidence: [keySet], required: true },
        { do: 'judge', as: 'its keys', expect: aboutKeys, evidence: [keySet] },
        onlyWithClient,
        signIn('tokens'),
        { do: 'judge', as: 'ID token', expect: [published('tokens.id_token')], evidence: [keySet, 'tokens'] },
        { do: 'judge', as: 'access token', expect: [published('tokens.access_token')], evidence: [keySet, 'tokens'] },
      ],
    },
  }),
]
