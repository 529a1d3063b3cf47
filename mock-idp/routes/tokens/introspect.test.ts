import { describe, expect, test } from 'vitest'
import { createInProcess, credentials } from '../../test/support/in-process.ts'

const other = { client_id: 'other', client_secret: 'other-secret' }
const clients = [
  { clientId: 'conformance', clientSecret: 'conformance-secret', anyLoopbackRedirect: true },
  { clientId: 'conformance-public', anyLoopbackRedirect: true },
  { clientId: 'other', clientSecret: 'other-secret' },
]

describe('introspect', () => {
  test.each(['at+jwt', 'jwt', 'opaque'] as const)('describes an access token of format %s', async (accessTokens) => {
    const { signIn, post, issuer } = createInProcess({ accessTokens, clients })
    const { access } = await signIn()
    const { status, body, headers } = await post('/introspect', { token: access, ...other })
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(body).toMatchObject({
      active: true,
      iss: issuer,
      sub: 'alice',
      username: 'alice',
      client_id: 'conformance',
      scope: 'openid email',
      token_type: 'Bearer',
      exp: expect.any(Number),
      jti: expect.any(String),
    })
    expect(body).not.toHaveProperty('grant_id')
  })

  test('adds the claims of rules', async () => {
    const claims = [{ in: ['introspection'] as const, when: { user: 'alice' }, claims: { department: 'physics' } }]
    const { signIn, post } = createInProcess({ clients, claims })
    const { access } = await signIn()
    expect((await post('/introspect', { token: access, ...credentials })).body.department).toBe('physics')
  })

  test('describes a refresh token to its own client only', async () => {
    const { signIn, post } = createInProcess({ clients })
    const { refresh } = await signIn()
    const hint = { token_type_hint: 'refresh_token' }
    expect((await post('/introspect', { token: refresh, ...hint, ...credentials })).body).toMatchObject({
      active: true,
      sub: 'alice',
      scope: 'openid email',
    })
    expect((await post('/introspect', { token: refresh, ...hint, ...other })).body).toEqual({ active: false })
  })

  test('returns nothing else for an inactive token, and records the reason in the journal', async () => {
    const { signIn, post, idp, latest } = createInProcess({ clients })
    const { id } = await signIn()
    const expired = await idp.mint({ claims: { exp: '-1h' } })
    for (const token of ['nothing', id, expired]) {
      expect((await post('/introspect', { token, ...credentials })).body).toEqual({ active: false })
    }
    expect(await latest()).toMatchObject({
      endpoint: 'introspect',
      decision: 'inactive',
      reason: 'the token has expired 3600 s ago',
    })
  })

  test('ignores an unknown hint', async () => {
    const { signIn, post } = createInProcess({ clients })
    const { access } = await signIn()
    expect((await post('/introspect', { token: access, token_type_hint: 'pigeon', ...credentials })).body.active).toBe(
      true,
    )
  })

  test.each([
    ['no client', {}, 401, 'invalid_client'],
    ['a wrong secret', { ...credentials, client_secret: 'wrong' }, 401, 'invalid_client'],
    ['a public client', { client_id: 'conformance-public' }, 401, 'invalid_client'],
  ])('rejects %s', async (_, form, status, error) => {
    const answer = await createInProcess({ clients }).post('/introspect', { token: 'x', ...form })
    expect([answer.status, answer.body.error]).toEqual([status, error])
  })

  test('requires a token', async () => {
    expect((await createInProcess().post('/introspect', credentials)).body.error).toBe('invalid_request')
  })
})
