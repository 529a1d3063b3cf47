import { generateKeyPairSync } from 'node:crypto'
import { jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { assertionParameters, signingKeyOf } from './client-assertion.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed = generateKeyPairSync('ed25519')
const pem = (key: typeof ec.privateKey) => String(key.export({ type: 'pkcs8', format: 'pem' }))

describe('a client assertion', () => {
  test('is by the client, about the client, for the issuer, for a minute and once (RFC 7523 §3)', async () => {
    const key = JSON.stringify({ ...ec.privateKey.export({ format: 'jwk' }), kid: 'first' })
    const asked = { id: 'app', key, audience: 'https://id.example' }
    const [one, other] = [await assertionParameters(asked), await assertionParameters(asked)]
    expect(one).toMatchObject({
      client_id: 'app',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    const { payload, protectedHeader } = await jwtVerify(String(one.client_assertion), ec.publicKey)
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: 'first' })
    const { iss, sub, aud, iat = 0, exp = 0, jti } = payload
    expect([iss, sub, aud, exp - iat]).toEqual(['app', 'app', 'https://id.example', 60])
    expect((await jwtVerify(String(other.client_assertion), ec.publicKey)).payload.jti).not.toBe(jti)
  })

  test.each([
    ['ES256', pem(ec.privateKey)],
    ['RS256', pem(rsa.privateKey)],
    ['EdDSA', pem(ed.privateKey)],
    ['PS256', JSON.stringify({ ...rsa.privateKey.export({ format: 'jwk' }), alg: 'PS256' })],
  ])('is signed by %s, as the key is', (alg, key) => {
    expect(signingKeyOf(key).alg).toBe(alg)
  })

  test.each([
    ['a text', 'secret'],
    ['a public key', JSON.stringify(ec.publicKey.export({ format: 'jwk' }))],
    ['a key that only encrypts', pem(generateKeyPairSync('x25519').privateKey)],
  ])('is not made with %s', (_, key) => {
    expect(() => signingKeyOf(key)).toThrow()
  })
})
