import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createIssuerUrls, type IssuerUrls } from '../endpoints.ts'
import { createTenant } from '../issuer/create-tenant.ts'
import type { MintRecipe } from '../issuer/token-recipe.ts'
import { defaultSettings } from '../settings.ts'
import { createMemoryStore } from '../store/memory-store.ts'
import { revokeJwt } from './revocation.ts'
import { verifyAccessToken, verifyIssuedJwt } from './verify.ts'

const now = 1_000_000_000

const create = (keys: readonly string[] = ['ES256'], issuer = 'http://idp.test') => {
  const urls: IssuerUrls = createIssuerUrls(issuer, 'http://idp.test', '')
  const tenant = createTenant({
    name: '',
    settings: defaultSettings,
    store: createMemoryStore(),
    systemTime: () => now * 1000,
    keys,
  })
  const mint = (recipe: MintRecipe = {}) => tenant.mint(urls, { claims: { sub: 'me' }, ...recipe })
  return { tenant, urls, mint }
}

const issuer = create()

const reasonFor = async (recipe: MintRecipe): Promise<string | undefined> => {
  const verdict = await verifyAccessToken(issuer, await issuer.mint(recipe))
  return verdict.valid ? undefined : verdict.reason
}

describe('verifyAccessToken', () => {
  test.each(['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    'accepts a token with %s',
    async (alg) => {
      const one = create([alg])
      expect(await verifyAccessToken(one, await one.mint())).toMatchObject({ valid: true, claims: { sub: 'me' } })
    },
  )

  test.each<[string, MintRecipe, RegExp]>([
    ['that has expired', { claims: { exp: '-5s' } }, /expired 5 s ago/],
    ['without exp', { withoutClaims: ['exp'] }, /no exp/],
    ['with an exp that is not a number', { claims: { exp: 'never' } }, /no exp/],
    ['that is not valid yet', { claims: { nbf: '+1h' } }, /not valid until 3600/],
    ['of another issuer', { claims: { iss: 'http://idp.test/' } }, /another iss/],
    ['without iss', { withoutClaims: ['iss'] }, /another iss/],
    ['without a signature', { header: { alg: 'none' }, signature: '' }, /another alg/],
    ['whose alg is not that of its key', { header: { alg: 'ES384' } }, /another alg/],
    ['of an unknown key', { header: { kid: 'other' } }, /does not publish/],
    ['with a wrong signature', { signature: Buffer.alloc(64, 1).toString('base64url') }, /invalid signature/],
    ['with a truncated signature', { signature: 'AAAA' }, /invalid signature/],
    ['with crit', { header: { crit: ['b64'], b64: true } }, /crit/],
    ['whose payload is not an object', { rawPayload: '[]' }, /not a JWT/],
    ['whose payload is not UTF-8', { rawPayload: { base64url: '_w' } }, /not a JWT/],
    ['that is an ID token', { claims: { at_hash: 'x' } }, /an ID token/],
    ['that is a logout token', { header: { typ: 'logout+jwt' } }, /typ/],
    ['of a revoked family', { claims: { grant_id: 'gone' } }, /family/],
  ])('rejects a token %s', async (_, recipe, reason) => {
    expect(await reasonFor(recipe)).toMatch(reason)
  })

  test('accepts every spelling of at+jwt', async () => {
    for (const typ of ['at+jwt', 'AT+JWT', 'application/at+jwt'])
      expect(await reasonFor({ header: { typ } })).toBeUndefined()
  })

  test('rejects a revoked token, with and without jti', async () => {
    for (const recipe of [{}, { withoutClaims: ['jti'] }]) {
      const token = await issuer.mint(recipe)
      const verdict = await verifyAccessToken(issuer, token)
      if (!verdict.valid) throw new Error(verdict.reason)
      await revokeJwt(issuer.tenant, token, verdict.claims)
      expect(await verifyAccessToken(issuer, token)).toEqual({ valid: false, reason: 'was revoked' })
      expect(await reasonFor(recipe)).toBeUndefined()
    }
  })

  test('rejects a token of a withdrawn key', async () => {
    const one = create()
    const token = await one.mint()
    await one.tenant.keys.rotate({ mode: 'withdraw' })
    expect(await verifyAccessToken(one, token)).toMatchObject({
      valid: false,
      reason: expect.stringMatching(/publish/),
    })
  })

  test('never throws, and rejects every modified token', async () => {
    const token = await issuer.mint()
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.=+ \u00e9'), async (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1)
        expect((await verifyAccessToken(issuer, changed)).valid).toBe(changed === token)
      }),
    )
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect((await verifyAccessToken(issuer, text)).valid).toBe(false)
      }),
    )
  })
})

describe('verifyIssuedJwt', () => {
  test('accepts an expired ID token with the option expired', async () => {
    const token = await issuer.mint({ claims: { at_hash: 'x', exp: '-1h' } })
    expect((await verifyIssuedJwt(issuer, token)).valid).toBe(false)
    expect((await verifyIssuedJwt(issuer, token, { expired: true })).valid).toBe(true)
  })
})
