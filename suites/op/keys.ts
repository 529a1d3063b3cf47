import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { defineCheck, oidc, oidcDiscovery, rfc } from '../../harness/define.ts'
import { advisory, prerequisite, rule } from '../../harness/expect/index.ts'
import type { Check } from '../../harness/model/check.ts'
import type { Expectation, Observed } from '../../harness/model/expectation.ts'
import { get, jsonOf, openProvider, type Provider } from '../../harness/oauth-client/provider.ts'
import { type ReadJwt, readJwt } from './jwt.ts'

export type PublishedKey = Readonly<Record<string, unknown>>

/** Members of private and symmetric keys (RFC 7518 §6.2.2, §6.3.2, §6.4.1). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

/** What verifies signatures, whatever else is published. */
export const publicPart = (key: PublishedKey): PublishedKey =>
  Object.fromEntries(Object.entries(key).filter(([name]) => !(secretMembers as readonly string[]).includes(name)))

const nameOf = (key: PublishedKey, index: number): string =>
  typeof key.kid === 'string' ? `key ${key.kid.slice(0, 60)}` : `key ${index + 1}`

/** One line for all keys of which something is wrong. */
const eachKey =
  (problemOf: (key: PublishedKey, all: readonly PublishedKey[]) => string | undefined) =>
  (keys: readonly PublishedKey[]): string | undefined => {
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

function weakness(jwk: PublishedKey): string | undefined {
  if (!['RSA', 'EC', 'OKP'].includes(String(jwk.kty))) return undefined
  try {
    const { modulusLength = 2048 } =
      createPublicKey({ format: 'jwk', key: jwk as JsonWebKey }).asymmetricKeyDetails ?? {}
    return modulusLength < 2048 ? `an RSA key of ${modulusLength} bits` : undefined
  } catch {
    return 'no usable public key, such as a point that is not on its curve'
  }
}

const aboutKeys: readonly Expectation<readonly PublishedKey[]>[] = [
  rule('publishes at least one key', (keys) => (keys.length === 0 ? 'no keys' : undefined)),
  rule(
    'publishes no private and no symmetric key',
    eachKey((key) => {
      const members = secretMembers.filter((name) => key[name] !== undefined)
      if (key.kty === 'oct') return 'symmetric'
      return members.length > 0 ? `with ${members.join(', ')}` : undefined
    }),
  ),
  rule(
    'publishes keys that can be used, of RSA 2048 bits or more',
    eachKey((key) => (typeof key.kty === 'string' ? weakness(key) : 'no kty')),
    { severity: 'high' },
  ),
  rule('gives no key an algorithm or a use that it is not for', eachKey(mismatch), { severity: 'medium' }),
  rule(
    'gives each of several keys a kid',
    eachKey((key, all) => (all.length > 1 && typeof key.kid !== 'string' ? 'no kid' : undefined)),
    { severity: 'medium' },
  ),
  advisory(
    rule(
      'gives each key another kid',
      eachKey((key, all) => {
        const alike = all.filter(({ kid }) => kid !== undefined && kid === key.kid)
        return alike.length > 1 ? `its kid is that of ${alike.length} keys` : undefined
      }),
    ),
  ),
]

interface Signed {
  readonly jwt: ReadJwt
  readonly keys: readonly PublishedKey[]
}

const published: Expectation<Signed> = rule(
  'publishes the keys that its tokens name',
  ({ jwt: { header }, keys }) => {
    const { kid } = header
    if (kid === undefined) return keys.length > 1 ? 'a token without kid, where there are several keys' : undefined
    return keys.some((key) => key.kid === kid)
      ? undefined
      : `a token names ${JSON.stringify(kid)}, which is not published`
  },
  { severity: 'high' },
)

const found: Expectation<readonly PublishedKey[] | undefined> = rule(
  'answers with a JWK Set at jwks_uri, at the origin of the target',
  (keys) => (keys === undefined ? 'no JWK Set' : undefined),
  { severity: 'high' },
)

/** The published keys; undefined where there is no JWK Set at the origin of the target. */
export async function publishedKeys(
  provider: Provider,
  send: (vector: string, attempt: ReturnType<typeof get>) => Promise<Observed>,
): Promise<{ readonly keys: readonly PublishedKey[] | undefined; readonly evidence: readonly Observed[] }> {
  const path = provider.pathOf('jwks_uri')
  if (path === undefined) return { keys: undefined, evidence: [] }
  const observed = await send('the key set', get(path))
  const keys = observed.unmasked?.status === 200 ? jsonOf(observed)?.keys : undefined
  const objects = Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null)
  return { keys: objects ? keys : undefined, evidence: [observed] }
}

export const keyChecks: readonly Check[] = [
  defineCheck({
    id: 'op/jwks-sound',
    title: 'publishes the public keys of its tokens, and nothing secret',
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
    fix: 'Export public members only, and publish a key before the first token is signed with it and until the last one has expired.',
    knownIncidents: 'Key sets written by an export of the whole key.',
    sends: 'GET for jwks_uri of the metadata; a code flow for tokens to compare.',
    passes: `${aboutKeys.map(({ text }) => text).join('; ')}; ${published.text}`,
    async run(context) {
      const { send, expect } = context
      const provider = await openProvider(context)
      if (!provider) return
      // Without ID tokens and JWTs there is nothing to verify (RFC 8414 §2); op/metadata-valid asks OpenID Providers.
      if (provider.metadata.jwks_uri === undefined) return
      const { keys, evidence } = await publishedKeys(provider, send)
      const here = provider.pathOf('jwks_uri') !== undefined
      expect('the key set', keys, [here ? found : prerequisite(found)], evidence)
      if (!keys) return
      expect('its keys', keys, aboutKeys, evidence)
      const tokens = await provider.obtainTokens('tokens')
      if (!tokens) return
      for (const [vector, token] of Object.entries({ 'ID token': tokens.idToken, 'access token': tokens.access })) {
        const jwt = readJwt(token)
        // An access token is for its resource server; only one of this issuer's own says so by its iss.
        if (jwt?.claims.iss !== provider.issuer) continue
        expect(vector, { jwt, keys }, [published], [...evidence, tokens.answer])
      }
    },
  }),
]
