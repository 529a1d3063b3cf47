import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { createIdp, type IdpOptions, type RotatedKey } from '../index.ts'

const issuer = 'http://127.0.0.1:9000'
const create = (options: Partial<IdpOptions> = {}) =>
  createIdp({ issuer, keys: ['ES256'], openControl: true, ...options })
const idp = create()

interface Answer {
  readonly token?: string
  readonly rotated?: readonly RotatedKey[]
  readonly error?: string
  readonly error_description?: string
}

const post = async (path: string, body: unknown, headers: Record<string, string> = {}, to = idp) => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
  const response = await to.fetch(new Request(`${issuer}/_control/${path}`, init))
  return { status: response.status, body: (await response.json()) as Answer }
}

describe('the control API', () => {
  test('mints a recipe with every kind of JSON value', async () => {
    const claims = '{"sub":"a","__proto__":{"admin":true},"exp":"+1h"}'
    const { body } = await post('mint', `{"now":1000,"claims":${claims}}`)
    const token = body.token ?? ''
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
    expect(payload).toContain('"__proto__":{"admin":true}')
    expect(decodeJwt(token)).toMatchObject({ sub: 'a', exp: 4600 })
  })

  test('rotates, withdraws and lists keys, without private members', async () => {
    const rotating = create()
    const { body } = await post('rotate', { alg: 'ES256' }, {}, rotating)
    const { previous = '', current = '' } = body.rotated?.[0] ?? {}
    expect(await post('withdraw', { kid: previous }, {}, rotating)).toEqual({
      status: 200,
      body: { withdrawn: previous },
    })
    const listed = await (await rotating.fetch(new Request(`${issuer}/_control/keys`))).json()
    const jwk = {
      kid: expect.any(String),
      use: 'sig',
      alg: 'ES256',
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
    }
    expect(listed).toEqual({
      issuer,
      jwksUri: `${issuer}/jwks`,
      keys: [
        { kid: previous, alg: 'ES256', active: false, published: false, jwk },
        { kid: current, alg: 'ES256', active: true, published: true, jwk },
      ],
    })
  })
})

describe('the control API rejects', () => {
  test.each([
    ['mint', '{', 400, 'invalid_request', /not JSON/],
    ['mint', [], 400, 'invalid_request', /expected object/],
    ['mint', { claim: {} }, 400, 'invalid_request', /claim/],
    ['mint', { claims: 'a' }, 400, 'invalid_request', /claims/],
    ['mint', { alg: 'XS256' }, 400, 'UNKNOWN_ALG', /supported are/],
    ['mint', { kid: 'nowhere' }, 400, 'UNKNOWN_KEY', /"nowhere"/],
    ['rotate', { mode: 'now' }, 400, 'invalid_request', /overlap/],
    ['withdraw', {}, 400, 'invalid_request', /kid/],
    ['nothing', {}, 404, 'not_found', /_control\/mint/],
    ['mint', 'x'.repeat(1_100_000), 413, 'invalid_request', /larger/],
  ])('%s %o', async (path, sent, status, error, description) => {
    const response = await post(path, sent)
    expect([response.status, response.body.error]).toEqual([status, error])
    expect(response.body.error_description).toMatch(description)
  })

  test('another content type', async () => {
    expect((await post('mint', '{}', { 'content-type': 'text/plain' })).status).toBe(400)
  })

  test('pages of another origin, but not its own', async () => {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:9001']) {
      expect((await post('mint', {}, { origin })).status).toBe(403)
    }
    expect((await post('mint', {}, { origin: issuer })).status).toBe(200)
  })
})

describe('access to the control API', () => {
  test('is off by default', async () => {
    expect((await post('mint', {}, {}, create({ openControl: false }))).status).toBe(404)
  })

  test('with a control key is only possible with the key, also on a loopback address', async () => {
    for (const openControl of [true, false]) {
      const keyed = create({ openControl, controlKey: 'secret' })
      expect((await post('mint', {}, {}, keyed)).status).toBe(401)
      expect((await post('mint', {}, { authorization: 'Bearer wrong' }, keyed)).status).toBe(401)
      expect((await post('mint', {}, { authorization: 'Bearer secret' }, keyed)).status).toBe(200)
    }
  })
})
