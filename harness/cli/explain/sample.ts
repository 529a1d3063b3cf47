import { randomBytes } from 'node:crypto'
import { mint } from '../../../mock-idp/issuer/mint.ts'
import { findAlgorithm } from '../../../mock-idp/keys/algorithms.ts'
import { createKeyRing } from '../../../mock-idp/keys/ring/ring.ts'
import type { JwkSet, TokenRecipe } from '../../../mock-idp/model.ts'
import { completeTargetConfig, jwtCredential, staticCredential } from '../../config/target-config.ts'
import { tokenRecipe, unknownTokenLike, withRandomSignature } from '../../core/credential.ts'
import type { Features } from '../../features/index.ts'
import type { Check, CheckInput } from '../../model/check.ts'

const target = 'http://127.0.0.1:8000/me'
const issuer = 'http://127.0.0.1:9400'
/** Fixed, so that an explanation says the same whenever it is asked for. Seconds since the epoch. */
const now = 1_767_225_600

/** Public keys that belong to nobody, because making keys takes longer than explaining a check may. */
const rsaModulus =
  'kdDuuX6JhN6NmrgiNBvsW_twRQ2PF64efWeFNxCPZUmvOAfohV2TjZVJmzDRUxQlkkrdGwLeKQw8SVhD_ejSpGzikD3LmyC8qrIdigq3ivSFrE493J0yPuhxPfOJPeLT7XB70BWJXZwmSdZ8Lxs9pi-BlzqOJt1Q_3gYCaTnu85ksF9_Q-d-2xTVN7VUzFRqpdPTwK8aLGlnLKTrr-Pe9HnHx6XEMBhcJ-a47PIBMWQnndTI5O1SH020mw6-8M7SAik6hCXqZusEJB4rLoIskNqSL-uyN-BI-WmJWLKggz6whuyn51On5S4SJYmuUhHiXuuaWpMsDBNjzuifQo8mew'
const jwks: JwkSet = {
  keys: [
    { kid: 'sample-rsa', use: 'sig', alg: 'RS256', kty: 'RSA', e: 'AQAB', n: rsaModulus },
    {
      kid: 'sample-ec',
      use: 'sig',
      alg: 'ES256',
      kty: 'EC',
      crv: 'P-256',
      x: 'cOxzXCqfmyJIyWe9Jz53NZDtVU32iJD1Rda0-snK7sw',
      y: 'FWdrE8XP5sepGSa1GErI4zLsf4fqMmVzXQzgbW0vNAs',
    },
  ],
}

/** One of everything that a configuration may declare. */
const features: Features = {
  health: { path: '/health' },
  write: {
    method: 'POST',
    path: '/notes',
    body: '{"text":"{canary}"}',
    contentType: 'application/json',
    read: '/notes',
  },
  cors: { origins: ['https://app.example'] },
  identities: { bob: { env: 'BOBS_TOKEN' } },
  resources: [{ path: '/database', allows: ['default'] }, { path: '/public' }],
  login: {
    rules: 'application',
    path: '/auth/login',
    refresh: '/auth/refresh',
    username: 'demo',
    password: { env: 'PASSWORD' },
    with: {},
    names: { username: 'username', password: 'password' },
    rotates: true,
    grace: 0,
  },
  limit: {
    requests: 60,
    window: 60_000,
    by: ['credential'],
    instances: 1,
    countsFailures: false,
    exemptsLoopback: false,
    trustsOurAddress: false,
  },
  objects: {
    path: '/notes',
    body: '{"text":"{canary}"}',
    contentType: 'application/json',
    id: 'id',
    one: '/notes/{id}',
    removable: true,
  },
  prm: { mcp: '2025-11-25' },
  stream: { path: '/events', protocol: 'events' },
  launch: {
    secret: 'API_TOKEN',
    minimum: 32,
    mode: { name: 'AUTH_MODE', value: 'token', opensByDefault: false },
    discovery: true,
  },
  jwks: {
    newKeyWithin: 60_000,
    cacheFor: 3_600_000,
    cooldown: 30_000,
    failWithin: 10_000,
    instances: 1,
    waitAtMost: 30_000,
  },
  op: {
    client: { id: 'app', secret: { env: 'CLIENT_SECRET' }, auth: 'basic' },
    redirectUri: 'https://app.example/callback',
    scope: 'openid',
    retry: 0,
    grace: 0,
  },
  scopes: [
    { method: 'GET', path: '/notes', scope: 'notes:read' },
    { method: 'POST', path: '/notes', scope: 'notes:write' },
  ],
}

const signatureLengths: Readonly<Record<string, number>> = { ES256: 64, ES384: 96, ES512: 132, EdDSA: 64, Ed25519: 64 }

/** What a check would know of a target, made up: tokens have everything but a true signature. */
export async function sampleFor({ needs }: Check): Promise<CheckInput> {
  const credential = needs.includes('issuer')
    ? jwtCredential('https://api.example')
    : staticCredential('mF_9.B5f-4.1JqM', 'API_TOKEN')
  const channel = needs.includes('apikey') ? { channel: { field: 'X-API-Key', scheme: '' } } : {}
  const config = completeTargetConfig({
    target,
    credential,
    features,
    secrets: { BOBS_TOKEN: 'mF_7.C4e-3.2KrN', PASSWORD: 'made-up-password', CLIENT_SECRET: 'made-up-secret' },
    ...channel,
  })
  const ring = createKeyRing(['ES256'])
  const { key } = await ring.signer({})
  const keys: typeof ring = {
    ...ring,
    signer: async ({ alg = 'RS256', kid = alg.startsWith('E') ? 'sample-ec' : 'sample-rsa' }) => ({
      key: { ...key, kid },
      algorithm: findAlgorithm(alg),
    }),
  }
  const mintSample = async (changes?: TokenRecipe): Promise<string> => {
    if (credential.kind !== 'jwt') throw new TypeError('no issuer')
    const recipe = tokenRecipe(credential, changes)
    const bytes = signatureLengths[recipe.alg ?? ''] ?? 256
    const signature = recipe.signature ?? randomBytes(bytes).toString('base64url')
    return mint({ issuer, keys, now: () => now }, { ...recipe, claims: { jti: 'sample', ...recipe.claims }, signature })
  }
  const token = credential.kind === 'static' ? credential.value : await mintSample()
  const unknownToken = credential.kind === 'static' ? unknownTokenLike(token) : withRandomSignature(token)
  return { token, unknownToken, target: new URL(target), issuer, config, jwks, mint: mintSample }
}
