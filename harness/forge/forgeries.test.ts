import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import {
  calculateJwkThumbprint,
  compactDecrypt,
  compactVerify,
  type FlattenedJWSInput,
  flattenedVerify,
  type GeneralJWSInput,
  generalVerify,
} from 'jose'
import { describe, expect, it } from 'vitest'
import { hmacToken } from './hmac.ts'
import { jsonSerialization } from './json-serialization.ts'
import { encryptTo, jweAlgorithmsFor } from './jwe.ts'
import { certificateOf, certificatePem } from './keys/certificate.ts'
import { keyForms } from './keys/key-forms.ts'
import { namedKeys, type PublishedKey } from './keys/published-keys.ts'
import { tokenByUntrustedSigner, untrustedSignerFor } from './keys/untrusted-signer.ts'
import { decode, encode, type Json, join, partsOf, read } from './parts.ts'
import { polyglot } from './polyglot.ts'

const pairs = [
  ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['ES384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ['ES512', generateKeyPairSync('ec', { namedCurve: 'P-521' })],
  ['EdDSA', generateKeyPairSync('ed25519')],
] as const

const published = pairs.map(([alg, { publicKey }], index) => {
  const jwk = { kid: `key-${index}`, use: 'sig', alg, ...publicKey.export({ format: 'jwk' }) } as PublishedKey
  return { alg, jwk, publicKey, privateKey: pairs[index]?.[1].privateKey as KeyObject }
})
const jwks = { keys: published.map(({ jwk }) => jwk) }
const payload = encode({ sub: 'someone' })

const verifies = (jws: string, key: KeyObject | Uint8Array): Promise<boolean> =>
  compactVerify(jws, key).then(
    () => true,
    () => false,
  )

describe('hmacToken', () => {
  it('is what a library makes of the secret, and no published key verifies it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 64, maxLength: 200 }),
        fc.constantFrom('HS256' as const, 'HS384' as const, 'HS512' as const),
        async (secret, alg) => {
          const jws = hmacToken(alg, secret, payload)
          expect(await verifies(jws, secret)).toBe(true)
          for (const { publicKey } of published) expect(await verifies(jws, publicKey)).toBe(false)
        },
      ),
      { numRuns: 30 },
    ))

  it('has no lower limit of the secret', () => {
    expect(partsOf(hmacToken('HS256', '', payload)).payload).toBe(payload)
  })
})

describe.each(published)('keyForms of $alg', ({ jwk, publicKey }) => {
  const forms = keyForms(jwk, jwks)

  it('are different, so that each is a secret of its own', () => {
    const texts = Object.values(forms).map((form) => Buffer.from(form).toString('base64'))
    expect(new Set(texts).size).toBe(texts.length)
  })

  it('are the same key', async () => {
    const der = publicKey.export({ type: 'spki', format: 'der' })
    const back = [
      createPublicKey(forms.PEM as string),
      createPublicKey({ key: forms.DER as Buffer, format: 'der', type: 'spki' }),
    ]
    for (const key of back) expect(key.export({ type: 'spki', format: 'der' })).toEqual(der)
    const members = forms['JWK with its required members'] as string
    expect(await calculateJwkThumbprint(JSON.parse(members))).toBe(await calculateJwkThumbprint({ ...jwk }))
    const pkcs1 = forms['PKCS#1 PEM']
    if (pkcs1) expect(createPublicKey(pkcs1).export({ type: 'spki', format: 'der' })).toEqual(der)
    const point = forms['EC point']
    if (point) expect(der.subarray(-point.length)).toEqual(point)
  })

  it('has an OpenSSH line of three length-prefixed fields at most', () => {
    const [type, blob = ''] = String(forms['OpenSSH line']).split(' ')
    let rest = Buffer.from(blob, 'base64')
    const fields: Buffer[] = []
    while (rest.length > 0) {
      const length = rest.readUInt32BE(0)
      fields.push(rest.subarray(4, 4 + length))
      rest = rest.subarray(4 + length)
    }
    expect(fields[0]?.toString()).toBe(type)
    const number = Buffer.from(jwk.n ?? jwk.x ?? '', 'base64url')
    expect(fields.at(-1)?.includes(number)).toBe(true)
  })
})

describe('encryptTo', () => {
  it.each(published.filter(({ jwk }) => jwk.kty !== 'OKP'))(
    'makes what the owner of $alg can decrypt',
    async ({ jwk, privateKey }) => {
      for (const alg of jweAlgorithmsFor(jwk)) {
        const jwe = await encryptTo(jwk, alg, 'content', { typ: 'JWT', cty: 'JWT' })
        expect(jwe.split('.').length).toBe(5)
        expect(read(partsOf(jwe).header)).toMatchObject({ alg, typ: 'JWT', cty: 'JWT', kid: jwk.kid })
        if (!/^(RSA-OAEP|ECDH)/.test(alg)) continue
        expect(Buffer.from((await compactDecrypt(jwe, privateKey)).plaintext).toString()).toBe('content')
      }
    },
  )

  it('never makes the same bytes twice, and no JWS', async () => {
    for (const { jwk, publicKey } of published) {
      for (const alg of jweAlgorithmsFor(jwk)) {
        const [one, other] = await Promise.all([encryptTo(jwk, alg, 'content', {}), encryptTo(jwk, alg, 'content', {})])
        expect(one).not.toBe(other)
        expect(await verifies(one ?? '', publicKey)).toBe(false)
      }
    }
  })
})

describe('jsonSerialization', () => {
  const token = hmacToken('HS256', 'x'.repeat(32), payload)
  const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }))

  it('is what jose reads as the original token, with anything beside it', async () => {
    const secret = Buffer.from('x'.repeat(32))
    const { payload: text } = partsOf(token)
    await fc.assert(
      fc.asyncProperty(object, async (claims) => {
        const beside = { header: { claims }, members: { claims } }
        const flattened = jsonSerialization(token, 'flattened', beside) as unknown as FlattenedJWSInput
        const general = jsonSerialization(token, 'general', beside) as unknown as GeneralJWSInput
        expect((await flattenedVerify(flattened, secret)).payload).toEqual(new Uint8Array(decode(text)))
        expect((await generalVerify(general, secret)).payload).toEqual(new Uint8Array(decode(text)))
        expect(flattened.header).toEqual({ claims })
        expect(general.signatures[0]?.header).toEqual({ claims })
      }),
    )
  })
})

describe('polyglot', () => {
  const token = hmacToken('HS256', 'x'.repeat(32), payload)
  const claims = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }))

  it('is the original token as JSON, and other claims between the dots', () => {
    fc.assert(
      fc.property(claims, fc.constantFrom('flattened', 'general'), (forged: Json, form) => {
        const text = polyglot(token, forged, form as 'flattened' | 'general')
        const parsed = JSON.parse(text)
        const { protected: header, signature } = parsed.signatures?.[0] ?? parsed
        expect(join({ header, payload: parsed.payload, signature })).toBe(token)
        const parts = text.split('.')
        expect(parts.length).toBe(3)
        expect(decode(parts[1] ?? '').toString()).toBe(JSON.stringify(forged))
        // What a decoder that drops foreign characters reads.
        expect(decode(parts[0] ?? '')).toEqual(decode(partsOf(token).header))
        expect(text).toMatch(/^[\x20-\x7e]+$/)
      }),
    )
  })

  it('is no compact JWS', async () => {
    expect(await verifies(polyglot(token, {}, 'flattened'), Buffer.from('x'.repeat(32)))).toBe(false)
  })
})

describe('tokenByUntrustedSigner', () => {
  it('verifies under no published key', async () => {
    const jws = tokenByUntrustedSigner(payload, { kid: 'key-1' })
    expect(partsOf(jws).payload).toBe(payload)
    for (const { publicKey } of published) expect(await verifies(jws, publicKey)).toBe(false)
    expect(tokenByUntrustedSigner(payload)).not.toBe(tokenByUntrustedSigner(payload))
  })
})

describe('namedKeys', () => {
  it('gives each key a name of its own', () => {
    const again = { keys: [...jwks.keys, ...jwks.keys] }
    const names = namedKeys(again).map(([name]) => name)
    expect(new Set(names).size).toBe(again.keys.length)
    expect(names.slice(0, 2)).toEqual(['RS256 key', 'ES256 key'])
    expect(names).toContain('RS256 key 2')
  })
})

describe.each(['RS256', 'PS384', 'ES256', 'ES512', 'EdDSA'])('an untrusted signer with %s', (alg) => {
  const signer = untrustedSignerFor(alg)

  it('signs with a key that no issuer publishes', async () => {
    const token = signer.token(payload, { kid: 'any' })
    expect(await verifies(token, signer.publicKey)).toBe(true)
    expect(await verifies(token, createPublicKey({ key: { ...signer.jwk }, format: 'jwk' }))).toBe(true)
    for (const { publicKey } of published) expect(await verifies(token, publicKey)).toBe(false)
    expect(untrustedSignerFor(alg)).toBe(signer)
  })

  it('has a self-signed certificate', () => {
    const certificate = new X509Certificate(certificateOf(signer))
    expect(certificate.verify(signer.publicKey)).toBe(true)
    expect(certificate.subject).toBe('CN=nobody')
    expect(new X509Certificate(certificatePem(signer)).publicKey.equals(signer.publicKey)).toBe(true)
  })
})
