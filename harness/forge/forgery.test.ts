import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { createIdp } from '../../mock-idp/index.ts'
import { completeTargetConfig, jwtCredential, staticCredential } from '../config/target-config.ts'
import { tokenRecipe } from '../core/credential.ts'
import type { CheckInput } from '../model/check.ts'
import type { Forgery, SignatureRecipe } from '../model/forgery.ts'
import { forgeToken, needsIssuer } from './forgery.ts'
import { hmacToken } from './hmac.ts'
import { type Json, partsOf } from './parts.ts'
import { claimsOf, headerOf, signatureOf } from './tamper.ts'

const idp = createIdp({ issuer: 'https://idp.example' })
const credential = jwtCredential('https://api.example', { algorithms: ['ES256'] })
const target = 'https://api.example/me'
const mint: CheckInput['mint'] = (changes) => idp.mint(tokenRecipe(credential, changes))
const token = await mint()
const input: CheckInput = {
  token,
  unknownToken: token,
  target: new URL(target),
  issuer: idp.issuer,
  config: completeTargetConfig({ target, credential }),
  jwks: await idp.jwks(),
  mint,
}
const forge = (forgery: Forgery) => forgeToken(forgery, input)

const verifies = (jws: string): boolean => {
  const [header, payload, signature = ''] = jws.split('.')
  return input.jwks.keys.some(
    (jwk) =>
      jwk.alg === 'ES256' &&
      verify(
        'sha256',
        Buffer.from(`${header}.${payload}`),
        { key: createPublicKey({ key: { ...jwk }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      ),
  )
}

const members = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 3 })

describe('a forgery', () => {
  it('of nothing is the good token', async () => {
    expect(await forge({})).toBe(token)
  })

  it('changes the members that it names, and keeps the others and the signature', () =>
    fc.assert(
      fc.asyncProperty(members, members, async (header, claims) => {
        const forged = await forge({ header, claims })
        expect(headerOf(forged)).toEqual({ ...headerOf(token), ...plain(header) })
        expect(claimsOf(forged)).toEqual({ ...claimsOf(token), ...plain(claims) })
        expect(partsOf(forged).signature).toBe(partsOf(token).signature)
      }),
    ))

  it('leaves out header parameters', async () => {
    expect(headerOf(await forge({ withoutHeader: ['kid', 'typ'] }))).toEqual({ alg: 'ES256' })
  })

  it('writes an exact header, as text or bytes', async () => {
    expect(partsOf(await forge({ rawHeader: '\u00e9' })).header).toBe(Buffer.from('é').toString('base64url'))
    expect(partsOf(await forge({ rawHeader: { bytes: '\xe9\x00' } })).header).toBe(
      Buffer.of(0xe9, 0).toString('base64url'),
    )
  })

  it.each([{ rewrittenHeader: 'spaced' }, { rewrittenHeader: 'reversed' }, { rewrittenClaims: 'spaced' }] as const)(
    '%j says the same in other bytes',
    async (forgery) => {
      const forged = await forge(forgery)
      expect(forged).not.toBe(token)
      expect([headerOf(forged), claimsOf(forged)]).toEqual([headerOf(token), claimsOf(token)])
    },
  )

  it('may start from another token of the issuer, or have its payload', async () => {
    expect(decodeJwt(await forge({ from: { claims: { sub: 'other' } } })).sub).toBe('other')
    const spliced = await forge({ payloadOf: { claims: { sub: 'other' } } })
    expect([decodeJwt(spliced).sub, partsOf(spliced).header]).toEqual(['other', partsOf(token).header])
  })

  it('writes alg as an exact JSON text, and keeps the other members', async () => {
    const forged = await forge({ algText: '"n\\u006fne$&"', withoutHeader: ['typ'] })
    expect(Buffer.from(partsOf(forged).header, 'base64url').toString()).toMatch(
      /^\{"alg":"n\\u006fne\$&","kid":".+"\}$/,
    )
  })
})

describe('a forgery of a token that was given', () => {
  const held = (more: Partial<CheckInput> = {}) => ({
    ...input,
    config: completeTargetConfig({ target, credential: staticCredential(token, 'TOKEN') }),
    mint: () => Promise.reject(new TypeError('no issuer')),
    ...more,
  })

  it.each<Forgery>([
    { signature: { hmac: 'HS256', secret: '' } },
    { claims: { sub: 'other' } },
    { signature: 'untrusted' },
    { from: { alg: 'RS256' }, signature: 'untrusted' },
    { from: { alg: 'RS256' }, signature: 'empty' },
    { form: { polyglot: 'flattened', claims: { sub: 'other' } } },
  ])('%j needs no issuer, and copies its claims', async (forgery) => {
    expect(needsIssuer(forgery)).toBe(false)
    const forged = await forgeToken(forgery, held())
    if (!forgery.form) expect(decodeJwt(forged)).toEqual({ ...decodeJwt(token), ...forgery.claims })
    if (forgery.from) expect(headerOf(forged)).toEqual({ ...headerOf(token), ...forgery.from })
  })

  it.each<Forgery>([
    { signature: 'issuer' },
    { payloadOf: { claims: {} } },
    { from: { alg: 'RS256' } },
    { from: { claims: { exp: '-1h' } }, signature: 'empty' },
  ])('%j needs our issuer', (forgery) => {
    expect(needsIssuer(forgery)).toBe(true)
  })

  it('by an untrusted key names an algorithm with a public key, where it is signed by HMAC', async () => {
    const signed = hmacToken('HS256', 'a secret', partsOf(token).payload)
    const forged = await forgeToken({ signature: 'untrusted' }, held({ token: signed }))
    expect(headerOf(forged)).toEqual({ alg: 'RS256', typ: 'JWT' })
    expect(signatureOf(forged)).toHaveLength(256)
  })
})

/** JSON has one way to write a number: no -0. */
const plain = (json: Json): Json => JSON.parse(JSON.stringify(json))

describe('signatures', () => {
  it('of the issuer verify, whatever is signed', async () => {
    expect(verifies(await forge({ header: { x: 1 }, claims: { sub: 'other' }, signature: 'issuer' }))).toBe(true)
  })

  it.each<SignatureRecipe>([
    'empty',
    'random',
    'untrusted',
    { text: 'AA' },
    { change: 'first-byte-flipped' },
    { change: 'middle-byte-flipped' },
    { change: 'last-byte-flipped' },
    { change: 'all-bytes-00' },
    { change: 'all-bytes-FF' },
    { change: 'first-half' },
    { change: 'last-byte-removed' },
    { change: 'one-byte-added' },
    { hmac: 'HS256', secret: 'secret' },
    { r: '0', s: '0' },
    { r: 'n', s: 'max', encoding: 'DER' },
  ])('%j does not verify', async (signature) => {
    const forged = await forge({ signature })
    expect(partsOf(forged).payload).toBe(partsOf(token).payload)
    expect(verifies(forged)).toBe(false)
  })

  it('of two numbers need an algorithm with a curve', async () => {
    await expect(forge({ header: { alg: 'RS256' }, signature: { r: '0', s: '0' } })).rejects.toThrow(/ES256/)
  })
})
