import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import {
  compactVerify,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  type JWK,
  jwtVerify,
} from 'jose'
import { describe, expect, test } from 'vitest'
import { createIdp, type Idp } from '../index.ts'

const issuer = 'https://idp.example/tenant/'
const now = 1_900_000_000
const quick = createIdp({ issuer, keys: ['ES256', 'EdDSA'], clock: () => now * 1000 })
const full = createIdp({ issuer, keys: ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'], clock: () => now * 1000 })

const published = async (idp: Idp) => createLocalJWKSet({ keys: [...(await idp.jwks()).keys] })

const segments = (token: string) => token.split('.').map((segment) => Buffer.from(segment, 'base64url'))

describe('the valid token', () => {
  test('has the issuer byte for byte, and times around now', async () => {
    const token = await quick.mint({})
    const [key] = (await quick.jwks()).keys
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', kid: key?.kid, typ: 'JWT' })
    const claims = { iss: issuer, iat: now - 5, nbf: now - 5, exp: now + 300, jti: expect.any(String) }
    expect(decodeJwt(token)).toEqual(claims)
  })

  test('has a unique jti', async () => {
    expect(decodeJwt(await quick.mint({})).jti).not.toBe(decodeJwt(await quick.mint({})).jti)
  })

  test('is verified by jose with the published keys', async () => {
    const keys = await published(full)
    for (const alg of ['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA']) {
      const verified = await jwtVerify(await full.mint({ alg }), keys, { issuer, currentDate: new Date(now * 1000) })
      expect(verified.protectedHeader.alg).toBe(alg)
    }
  })
})

test('any JSON claims are signed unchanged', async () => {
  const keys = await published(quick)
  const claims = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })
  await fc.assert(
    fc.asyncProperty(claims, async (some) => {
      const { payload } = await compactVerify(await quick.mint({ claims: some }), keys)
      const { exp, nbf, iat, iss, jti, ...rest } = JSON.parse(new TextDecoder().decode(payload))
      const good = { exp, nbf, iat, iss, jti }
      const expected = JSON.parse(JSON.stringify(some))
      for (const name of Object.keys(good)) if (!Object.hasOwn(some, name)) expected[name] = good[name as 'exp']
      expect({ ...rest, ...good }).toEqual(expected)
    }),
  )
})

describe('times', () => {
  test.each([
    ['-5m', now - 300],
    ['+1h', now + 3600],
    ['-30s', now - 30],
    ['+2d', now + 172_800],
  ])('%s is relative to now', async (exp, expected) => {
    expect(decodeJwt(await quick.mint({ claims: { exp } })).exp).toBe(expected)
  })

  test('in other formats are not changed, nor are other claims', async () => {
    const claims = { exp: '5m', nbf: '1900000000', iat: '+1w', sub: '+1h', auth_time: '-5m' }
    expect(decodeJwt(await quick.mint({ claims }))).toMatchObject(claims)
  })

  test('are relative to the now of the recipe', async () => {
    expect(decodeJwt(await quick.mint({ now: 100, claims: { exp: '-1m' } }))).toMatchObject({ exp: 40, iat: 95 })
  })
})

describe('a recipe', () => {
  test('omits claims and header parameters', async () => {
    const token = await quick.mint({ withoutClaims: ['exp', 'iss'], withoutHeader: ['kid', 'typ'] })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256' })
    expect(decodeJwt(token)).toEqual({ iat: now - 5, nbf: now - 5, jti: expect.any(String) })
  })

  test('can name another alg in the header than the one that signs', async () => {
    const token = await full.mint({ alg: 'RS512', header: { alg: 'none', kid: 'unknown-key' } })
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'none', kid: 'unknown-key' })
    const [signed = '', signature = ''] = [token.slice(0, token.lastIndexOf('.')), token.split('.')[2]]
    const [jwk = {}] = (await full.jwks()).keys as JWK[]
    const key = createPublicKey({ key: { ...jwk } as Record<string, string>, format: 'jwk' })
    expect(verify('sha512', Buffer.from(signed), key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  test.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    '%s really signs',
    async (alg) => {
      const token = await full.mint({ alg })
      const { kid } = decodeProtectedHeader(token)
      const { alg: _, ...jwk } = (await full.jwks()).keys.find((key) => key.kid === kid) ?? { kty: '' }
      expect((await compactVerify(token, await importJWK(jwk as JWK, alg))).protectedHeader.alg).toBe(alg)
    },
  )

  test('signs exact bytes', async () => {
    const rawHeader = '{"alg":"ES256", "alg":"none"}'
    const token = await quick.mint({ rawHeader, rawPayload: { base64url: '_wD-' } })
    const [header, payload] = segments(token)
    expect(header?.toString()).toBe(rawHeader)
    expect(payload).toEqual(Buffer.from([0xff, 0x00, 0xfe]))
  })

  test('replaces the signature with any text', async () => {
    expect((await quick.mint({ signature: '' })).endsWith('.')).toBe(true)
    expect((await quick.mint({ signature: 'not base64!' })).split('.')[2]).toBe('not base64!')
  })

  test('selects the key, and with it the algorithm', async () => {
    const kid = (await quick.jwks()).keys[1]?.kid ?? ''
    expect(decodeProtectedHeader(await quick.mint({ kid }))).toMatchObject({ alg: 'EdDSA', kid })
  })
})

describe('the error for a recipe that cannot be minted', () => {
  test.each([
    [{ alg: 'XS256' }, 'UNKNOWN_ALG', /"XS256".*RS256/],
    [{ alg: 'none' }, 'UNKNOWN_ALG', /signature: ''/],
    [{ alg: 'PS256' }, 'UNKNOWN_ALG', /only for ES256, EdDSA/],
    [{ kid: 'nowhere' }, 'UNKNOWN_KEY', /"nowhere"/],
    [{ claims: { big: 1n } }, 'UNMINTABLE', /JSON/],
  ])('%o', async (recipe, code, message) => {
    await expect(quick.mint(recipe)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  test('names a key that does not fit the algorithm', async () => {
    const kid = (await quick.jwks()).keys[0]?.kid ?? ''
    await expect(quick.mint({ alg: 'EdDSA', kid })).rejects.toMatchObject({ code: 'KEY_MISMATCH' })
  })
})
