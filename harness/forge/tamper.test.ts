import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { compactVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { decode, encode, type Json, join, partsOf } from './parts.ts'
import {
  claimsOf,
  flipBit,
  headerOf,
  randomLike,
  reversed,
  signatureOf,
  spaced,
  withClaims,
  withHeader,
  withHeaderMembers,
  withPayload,
  withSignature,
  withSignatureText,
} from './tamper.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

function good(claims: Json): string {
  const input = `${encode({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${encode(claims)}`
  return `${input}.${encode(sign('sha256', Buffer.from(input), privateKey))}`
}

const token = good({ sub: 'someone', aud: 'api', exp: 4_102_444_800 })
const verifies = (jws: string): Promise<boolean> =>
  compactVerify(jws, publicKey).then(
    () => true,
    () => false,
  )

/** A forgery is another string, and the library that signed servers use does not take it. */
async function isForged(jws: string): Promise<void> {
  expect(jws).not.toBe(token)
  expect(await verifies(jws)).toBe(false)
}

const json = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 })

describe('parts', () => {
  it('come back as they went in', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9_-]*$/)
    fc.assert(
      fc.property(part, part, part, (header, payload, signature) => {
        expect(partsOf(join({ header, payload, signature }))).toEqual({ header, payload, signature })
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect([...decode(encode(bytes))]).toEqual([...bytes])
      }),
    )
  })
})

describe('tampering', () => {
  it('starts from a token that verifies', async () => {
    expect(await verifies(token)).toBe(true)
    expect(await verifies(join(partsOf(token)))).toBe(true)
  })

  it('with the payload breaks the signature', () =>
    fc.assert(
      fc.asyncProperty(json, async (changes) => {
        fc.pre(JSON.stringify({ ...claimsOf(token), ...changes }) !== JSON.stringify(claimsOf(token)))
        await isForged(withClaims(token, changes))
        await isForged(withPayload(token, changes))
      }),
    ))

  it('with the header breaks the signature', () =>
    fc.assert(
      fc.asyncProperty(json, async (changes) => {
        fc.pre(JSON.stringify({ ...headerOf(token), ...changes }) !== JSON.stringify(headerOf(token)))
        await isForged(withHeaderMembers(token, changes))
        await isForged(withHeader(token, changes))
      }),
    ))

  it('with any bit of the signature breaks it', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(signatureOf(token).length - 1), async (index) => {
        const flipped = flipBit(signatureOf(token), index)
        expect(flipped.length).toBe(signatureOf(token).length)
        await isForged(withSignature(token, flipped))
      }),
    ))

  it('with the length of the signature breaks it', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(signatureOf(token).length - 1), async (length) => {
        await isForged(withSignature(token, signatureOf(token).subarray(0, length)))
        await isForged(withSignatureText(token, partsOf(token).signature.slice(0, length)))
      }),
    ))

  it('with random bytes breaks it', async () => {
    for (let round = 0; round < 50; round++) await isForged(withSignature(token, randomLike(signatureOf(token))))
    expect(randomLike(new Uint8Array(0)).length).toBe(0)
  })

  it('changes bytes and keeps the meaning where it only writes JSON differently', () =>
    fc.assert(
      fc.asyncProperty(json, async (claims) => {
        const jws = good({ sub: 'someone', ...claims, z: 1 })
        for (const payload of [spaced(claimsOf(jws)), JSON.stringify(reversed(claimsOf(jws)))]) {
          expect(JSON.parse(payload)).toEqual(claimsOf(jws))
          expect(encode(payload)).not.toBe(partsOf(jws).payload)
          expect(await verifies(withPayload(jws, payload))).toBe(false)
        }
      }),
      { numRuns: 20 },
    ))
})
