import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, decodeJwt, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { createInProcess, credentials } from '../test/support/in-process.ts'

const { publicKey, privateKey } = await generateKeyPair('ES256')
const jwk = await exportJWK(publicKey)
let jkt = ''
beforeAll(async () => {
  jkt = await calculateJwkThumbprint(jwk)
})

const prove = (claims: JWTPayload = {}, header: object = {}) =>
  new SignJWT({ htm: 'POST', htu: 'http://idp.test/token', jti: crypto.randomUUID(), ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header })
    .setIssuedAt(claims.iat ?? new Date())
    .sign(privateKey)

const form = { grant_type: 'client_credentials', ...credentials }

describe('a proof at the token endpoint', () => {
  test('binds the token to its key, and can be used once', async () => {
    const app = createInProcess()
    const dpop = await prove()
    const { status, body } = await app.post('/token', form, { dpop })
    expect([status, body.token_type, decodeJwt(body.access_token).cnf]).toEqual([200, 'DPoP', { jkt }])
    expect((await app.post('/token', form, { dpop })).body.error).toBe('invalid_dpop_proof')
  })

  test.each([
    ['another method', { htm: 'GET' }, {}],
    ['another URL', { htu: 'http://idp.test/other' }, {}],
    ['an old time', { iat: Math.floor(Date.now() / 1000) - 400 }, {}],
    ['no jti', { jti: '' }, {}],
    ['another typ', {}, { typ: 'JWT' }],
    ['another key', {}, { jwk: { ...jwk, x: jwk.y, y: jwk.x } }],
  ])('with %s is rejected', async (_, claims, header) => {
    const answer = await createInProcess().post('/token', form, { dpop: await prove(claims, header) })
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_dpop_proof' } })
  })

  test('requires the nonce if dpopNonce is set', async () => {
    const app = createInProcess({ dpopNonce: true })
    const rejected = await app.post('/token', form, { dpop: await prove() })
    expect(rejected.body.error).toBe('use_dpop_nonce')
    const nonce = rejected.headers.get('dpop-nonce') ?? ''
    expect((await app.post('/token', form, { dpop: await prove({ nonce }) })).status).toBe(200)
  })

  test('is required for a client with requireDpop', async () => {
    const app = createInProcess({
      clients: [{ clientId: 'conformance', clientSecret: 'conformance-secret', requireDpop: true }],
    })
    expect((await app.post('/token', form)).body.error).toBe('invalid_dpop_proof')
  })
})

describe('a bound token', () => {
  const bound = async () => {
    const app = createInProcess({ passwordGrant: true })
    const user = { grant_type: 'password', username: 'alice', password: 'alice', scope: 'openid', ...credentials }
    const { body } = await app.post('/token', user, { dpop: await prove() })
    const token = String(body.access_token)
    const ath = createHash('sha256').update(token).digest('base64url')
    const atUserinfo = (claims: JWTPayload = {}) =>
      prove({ htm: 'GET', htu: 'http://idp.test/userinfo', ath, ...claims })
    return { app, token, atUserinfo }
  }

  test('is accepted with a proof, and rejected as Bearer or without a proof', async () => {
    const { app, token, atUserinfo } = await bound()
    const accepted = await app.get('/userinfo', { authorization: `DPoP ${token}`, dpop: await atUserinfo() })
    expect([accepted.status, accepted.body.sub]).toEqual([200, 'alice'])
    const bearer = await app.get('/userinfo', { authorization: `Bearer ${token}`, dpop: await atUserinfo() })
    const bare = await app.get('/userinfo', { authorization: `DPoP ${token}` })
    const wrongHash = await app.get('/userinfo', {
      authorization: `DPoP ${token}`,
      dpop: await atUserinfo({ ath: 'x' }),
    })
    expect([bearer.status, bare.status, wrongHash.status]).toEqual([401, 401, 401])
    expect(wrongHash.headers.get('www-authenticate')).toMatch(/^DPoP error="invalid_dpop_proof"/)
  })
})
