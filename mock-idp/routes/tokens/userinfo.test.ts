import fc from 'fast-check'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { bearer, createInProcess } from '../../test/support/in-process.ts'

const alice = { sub: 'alice', email: 'alice@idp.example', email_verified: true }

describe('userinfo', () => {
  test('returns the claims that the scopes release', async () => {
    const { signIn, get, post } = createInProcess()
    const { access } = await signIn()
    const answer = await get('/userinfo', bearer(access))
    expect([answer.status, answer.body, answer.headers.get('cache-control')]).toEqual([200, alice, 'no-store'])
    expect((await post('/userinfo', { access_token: access })).body).toEqual(alice)
    expect((await post('/userinfo', {}, bearer(access))).body).toEqual(alice)
    expect((await get('/userinfo', { authorization: `bearer ${access}` })).body).toEqual(alice)
  })

  test('adds the claims of rules', async () => {
    const claims = [
      { in: ['userinfo'] as const, when: { scope: 'email', client: 'conformance' }, claims: { roles: ['admin'] } },
      { in: ['id_token'] as const, claims: { elsewhere: true } },
    ]
    const { signIn, get } = createInProcess({ claims })
    const { access } = await signIn()
    expect((await get('/userinfo', bearer(access))).body).toEqual({ ...alice, roles: ['admin'] })
  })

  test('returns the current claims of the user', async () => {
    const { signIn, get, send } = createInProcess()
    const { access } = await signIn()
    const headers = { 'content-type': 'application/json' }
    const changed = await send('PUT', '/_control/users/alice', {
      headers,
      body: JSON.stringify({ claims: { email: 'new@idp.example' } }),
    })
    expect(changed.status).toBe(200)
    expect((await get('/userinfo', bearer(access))).body).toEqual({ sub: 'alice', email: 'new@idp.example' })
  })

  test('returns the claims of the authorization if the user was deleted', async () => {
    const { signIn, get, send } = createInProcess()
    const { access } = await signIn()
    expect((await send('DELETE', '/_control/users/alice')).status).toBe(200)
    expect((await get('/userinfo', bearer(access))).body).toEqual(alice)
  })

  test('accepts every format of access tokens', async () => {
    const { signIn, get } = createInProcess({ accessTokens: 'opaque' })
    const { access } = await signIn()
    expect((await get('/userinfo', bearer(access))).body).toEqual(alice)
  })

  test('is signed if the client requests it', async () => {
    const { signIn, get, issuer } = createInProcess()
    const { access } = await signIn()
    const answer = await get('/userinfo', { ...bearer(access), accept: 'application/jwt' })
    expect(answer.headers.get('content-type')).toBe('application/jwt')
    const { iat, ...claims } = decodeJwt(answer.text)
    expect(claims).toEqual({ ...alice, iss: issuer, aud: 'conformance' })
  })

  test('challenges a request without a token, without an error code', async () => {
    const { status, headers } = await createInProcess().get('/userinfo')
    expect([status, headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(/^Bearer realm="mock-idp", DPoP algs=/),
    ])
  })

  test.each([
    ['an unknown token', 'Bearer abc', 401, 'invalid_token'],
    ['an ID token', 'id', 401, 'invalid_token'],
    ['a token without openid', 'scope', 403, 'insufficient_scope'],
  ])('rejects %s with a challenge', async (_, authorization, status, error) => {
    const { signIn, get, idp } = createInProcess()
    const tokens = await signIn()
    const given = {
      id: `Bearer ${tokens.id}`,
      scope: `Bearer ${await idp.mint({ claims: { sub: 'alice', scope: 'email' } })}`,
    }
    const answer = await get('/userinfo', {
      authorization: given[authorization as keyof typeof given] ?? authorization,
    })
    expect([answer.status, answer.body.error]).toEqual([status, error])
    expect(answer.headers.get('www-authenticate')).toContain(`error="${error}"`)
  })

  test.each(['Basic abc', 'Bearer', 'Bearer a b', 'Bearer a,b'])('rejects Authorization: %s', async (authorization) => {
    expect((await createInProcess().get('/userinfo', { authorization })).status).toBe(401)
  })

  test('rejects any other value of the field', async () => {
    const { get } = createInProcess()
    const field = fc.string({ unit: fc.constantFrom(...'Bearer DPoP abc._-~+/= ,"\\;\t') })
    await fc.assert(
      fc.asyncProperty(field, async (authorization) => {
        expect((await get('/userinfo', { authorization })).status).toBe(401)
      }),
    )
  })

  test('rejects a token that is sent twice', async () => {
    const { signIn, post } = createInProcess()
    const { access } = await signIn()
    const { status, body } = await post('/userinfo', { access_token: access }, bearer(access))
    expect([status, body.error]).toEqual([400, 'invalid_request'])
  })

  test('rejects an expired token, by the clock of the issuer', async () => {
    let now = 1_000_000_000_000
    const { signIn, get } = createInProcess({ clock: () => now })
    const { access } = await signIn()
    now += 300_000
    expect((await get('/userinfo', bearer(access))).status).toBe(401)
  })

  test('may be read by pages of any origin', async () => {
    const { headers } = await createInProcess().get('/userinfo', { origin: 'https://app.example' })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-expose-headers')).toContain('WWW-Authenticate')
  })
})
