import { describe, expect, test } from 'vitest'
import { bearer, createInProcess } from '../../test/support/in-process.ts'

const api = '/classic-models/api'
const demo = { username: 'demo', password: 'demo123' }

const start = (options = {}) => {
  const idp = createInProcess({ dialects: ['classic-models'], ...options })
  const login = (body: unknown = demo) => idp.postJson(`${api}/auth/login/`, body)
  const refresh = (token: unknown) => idp.postJson(`${api}/auth/refresh/`, { refresh: token })
  const echo = (token: string) => idp.get(`${api}/echo/`, bearer(token))
  return { ...idp, login, refresh, echo }
}

describe('the dialect of Classic Models', () => {
  test('signs in the demo user', async () => {
    const { status, body } = await start().login()
    expect(status).toBe(200)
    expect(body).toEqual({
      access: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh: expect.any(String),
      user: {
        id: expect.toSatisfy((id: unknown) => Number.isSafeInteger(id) && Number(id) > 0),
        username: 'demo',
        email: 'demo@idp.example',
        first_name: 'Demo',
        last_name: 'User',
        is_active: true,
        date_joined: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    })
  })

  test('signs in other users, and a configured user named demo', async () => {
    const { login } = start({
      users: [
        { sub: '7', username: 'ada', password: 'x' },
        { sub: 'demo', password: 'other' },
      ],
    })
    expect((await login({ username: 'ada', password: 'x' })).body.user).toMatchObject({ id: 7, username: 'ada' })
    expect((await login(demo)).status).toBe(401)
    expect((await login({ username: 'demo', password: 'other' })).status).toBe(200)
  })

  test('accepts forms, and paths without a trailing slash', async () => {
    const { post } = start()
    expect((await post(`${api}/auth/login`, demo)).status).toBe(200)
    expect((await post(`/acme${api}/auth/login`, demo)).status).toBe(200)
  })

  test.each([
    ['a wrong password', { ...demo, password: 'x' }, 401, { detail: expect.any(String), code: 'no_active_account' }],
    [
      'an unknown user',
      { username: 'eve', password: 'x' },
      401,
      { detail: expect.any(String), code: 'no_active_account' },
    ],
    ['no password', { username: 'demo' }, 400, { password: ['This field is required.'] }],
    ['a list', [], 400, { username: expect.any(Array), password: expect.any(Array) }],
    ['a number for a name', { ...demo, username: 7 }, 400, { username: expect.any(Array) }],
  ])('rejects %s', async (_, sent, status, body) => {
    const answer = await start().login(sent)
    expect([answer.status, answer.body]).toEqual([status, body])
  })

  test('rejects invalid JSON', async () => {
    const { send } = start()
    const headers = { 'content-type': 'application/json' }
    const { status, body } = await send('POST', `${api}/auth/login/`, { headers, body: '{' })
    expect([status, body.detail]).toEqual([400, 'JSON parse error'])
  })

  test('echoes requests with a valid token', async () => {
    const { login, postJson } = start()
    const { access, user } = (await login()).body
    const { status, body } = await postJson(`${api}/orders/7/?page=2`, { quantity: 1 }, bearer(access))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      method: 'POST',
      path: `${api}/orders/7/`,
      query: { page: '2' },
      body: { quantity: 1 },
      claims: { sub: 'demo', user_id: user.id, token_type: 'access' },
    })
  })

  test('refreshes an expired access token', async () => {
    let now = 1_000_000_000_000
    const { login, refresh, echo } = start({ accessTokenTtl: 5, clock: () => now })
    const first = (await login()).body
    expect((await echo(first.access)).status).toBe(200)
    now += 5000
    const late = await echo(first.access)
    expect([late.status, late.body.code]).toEqual([401, 'token_not_valid'])
    const second = (await refresh(first.refresh)).body
    expect(Object.keys(second)).toEqual(['access', 'refresh'])
    expect((await echo(second.access)).status).toBe(200)
  })

  test('revokes all tokens when a refresh token is used twice', async () => {
    const { login, refresh, echo } = start()
    const first = (await login()).body
    const second = (await refresh(first.refresh)).body
    const again = await refresh(first.refresh)
    expect([again.status, again.body]).toEqual([
      401,
      { detail: 'Token is invalid or expired', code: 'token_not_valid' },
    ])
    expect((await refresh(second.refresh)).status).toBe(401)
    expect((await echo(second.access)).status).toBe(401)
  })

  test('rejects a refresh token of another client without using it up', async () => {
    const { signIn, refresh, post } = start()
    const tokens = await signIn()
    expect((await refresh(tokens.refresh)).status).toBe(401)
    const introspected = await post('/introspect', {
      token: tokens.refresh,
      client_id: 'conformance',
      client_secret: 'conformance-secret',
    })
    expect(introspected.body.active).toBe(true)
  })

  test.each([
    ['no token', undefined, 'not_authenticated'],
    ['another scheme', 'Basic abc', 'not_authenticated'],
    ['two tokens', 'Bearer a b', 'bad_authorization_header'],
    ['a token that is none', 'Bearer abc', 'token_not_valid'],
  ])('rejects %s', async (_, authorization, code) => {
    const { get, send } = start()
    for (const answer of [
      await get(`${api}/echo/`, authorization === undefined ? {} : { authorization }),
      await send('DELETE', `${api}/echo`, { headers: authorization === undefined ? {} : { authorization } }),
    ]) {
      expect([answer.status, answer.body.code, typeof answer.body.detail]).toEqual([401, code, 'string'])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="api"')
    }
  })

  test('names the missing field of a refresh request', async () => {
    const { refresh } = start()
    expect((await refresh(undefined)).body).toEqual({ refresh: ['This field is required.'] })
  })

  test('has faults and journal entries with the names of its endpoints', async () => {
    const { login, echo, postJson, get } = start()
    const { access } = (await login()).body
    await postJson('/_control/faults', { endpoint: 'classic-models-echo', kind: 'status', status: 503, times: 1 })
    expect([(await echo(access)).status, (await echo(access)).status]).toEqual([503, 200])
    const { entries } = (await get('/_control/journal')).body
    const seen = entries.map(({ endpoint, status, user }: Readonly<Record<string, unknown>>) => [
      endpoint,
      status,
      user,
    ])
    expect(seen).toEqual([
      ['classic-models-login', 200, 'demo'],
      ['classic-models-echo', 503, undefined],
      ['classic-models-echo', 200, 'demo'],
    ])
    expect(JSON.stringify(entries)).not.toContain('demo123')
  })
})
