import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { createIdp } from '../../mock-idp/index.ts'
import { completeTargetConfig, jwtCredential, staticCredential } from '../config/target-config.ts'
import { tokenRecipe } from '../core/credential.ts'
import type { CheckInput } from '../model/check.ts'
import type { Forgery, SignatureRecipe } from '../model/forgery.ts'
import { forgeToken } from './forgery.ts'
import { type Json, partsOf } from './parts.ts'
import { claimsOf, headerOf } from './tamper.ts'

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

  it('starts from claims of its own where no issuer is trusted', async () => {
    const config = completeTargetConfig({ target, credential: staticCredential('secret', 'TOKEN') })
    const forged = await forgeToken({ signature: { hmac: 'HS256', secret: '' } }, { ...input, config, token: 'secret' })
    expect(decodeProtectedHeader(forged)).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(decodeJwt(forged)).toMatchObject({ iss: input.issuer, aud: input.target.origin })
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
