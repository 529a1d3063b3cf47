import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bearer, createInProcess } from '../test/support/in-process.ts'

const application = 'https://app.example/callback'
const good = { redirect_uris: [application], client_name: 'An application' }
const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: '1' }

const start = (options = {}) => {
  const idp = createInProcess(options)
  const register = (metadata: unknown) => idp.postJson('/register', metadata)
  const update = (uri: string, token: string, metadata: unknown) =>
    idp.send('PUT', uri, {
      headers: { ...bearer(token), 'content-type': 'application/json' },
      body: JSON.stringify(metadata),
    })
  const takes = async ({ client_id, client_secret }: Readonly<Record<string, string>>): Promise<number> =>
    (await idp.post('/introspect', { token: 'x', client_id: client_id ?? '', client_secret: client_secret ?? '' }))
      .status
  return { ...idp, register, update, takes }
}

describe('register', () => {
  test('creates a client with the defaults of RFC 7591', async () => {
    const { register, takes, issuer } = start({ clock: () => 1_000_000_000_000 })
    const { status, body, headers } = await register({ ...good, contacts: ['ignored'], unknown: 1 })
    expect([status, headers.get('cache-control')]).toEqual([201, 'no-store'])
    const { client_id, client_secret, registration_access_token, ...others } = body
    expect(others).toEqual({
      ...good,
      client_id_issued_at: 1_000_000_000,
      client_secret_expires_at: 0,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      registration_client_uri: `${issuer}/register/${client_id}`,
    })
    expect(client_secret).toMatch(/^[\w-]{43}$/)
    expect(registration_access_token).not.toBe(client_secret)
    expect((await start().register(good)).body.client_id).not.toBe(client_id)
    const post = await register({ ...good, token_endpoint_auth_method: 'client_secret_post' })
    expect(await takes(post.body)).toBe(200)
  })

  test('creates no secret for a client that needs none', async () => {
    const { register } = start()
    const methods = [
      { token_endpoint_auth_method: 'none' },
      { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key] } },
    ]
    for (const method of methods) {
      const { status, body } = await register({ ...good, ...method })
      expect([status, body.client_secret]).toEqual([201, undefined])
      expect(body).toMatchObject(method)
    }
  })

  test('requires no redirect URI for grants without redirect', async () => {
    const { register } = start()
    expect((await register({ grant_types: ['client_credentials'] })).status).toBe(201)
  })

  test.each([
    'https://app.example/callback?x=1',
    'http://127.0.0.1:4000/',
    'http://[::1]/',
    'http://localhost/cb',
    'com.example.app:/callback',
  ])('accepts the redirect URI %s', async (uri) => {
    expect((await start().register({ redirect_uris: [uri] })).status).toBe(201)
  })

  test.each([
    'http://app.example/',
    'https://app.example/#part',
    'https://app.example/#',
    'https://user@app.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'myapp:/callback',
    '/relative',
    'http://127.0.0.1.evil.example/',
  ])('rejects the redirect URI %s', async (uri) => {
    const { register } = start()
    const { status, body } = await register({ redirect_uris: [uri] })
    expect([status, body.error]).toEqual([400, 'invalid_redirect_uri'])
    expect((await register({ ...good, post_logout_redirect_uris: [uri] })).status).toBe(400)
  })

  test.each<[string, object | string]>([
    ['no redirect URI', {}],
    ['redirect URIs that are no list', { redirect_uris: application }],
    ['jwks_uri', { ...good, jwks_uri: 'https://app.example/jwks' }],
    ['private keys', { ...good, jwks: { keys: [{ ...key, d: 'd' }] } }],
    ['private_key_jwt without keys', { ...good, token_endpoint_auth_method: 'private_key_jwt' }],
    ['an unknown method', { ...good, token_endpoint_auth_method: 'tls_client_auth' }],
    ['an unknown grant', { ...good, grant_types: ['implicit'] }],
    ['another response type', { ...good, response_types: ['token'] }],
    ['an algorithm without a key', { ...good, id_token_signed_response_alg: 'HS256' }],
    ['a name that is none', { ...good, client_name: 7 }],
    ['a list', []],
    ['a text', 'client'],
  ])('rejects %s', async (_, metadata) => {
    const { status, body } = await start().register(metadata)
    expect([status, body.error]).toEqual([400, expect.stringMatching(/^invalid_(client_metadata|redirect_uri)$/)])
  })

  test('rejects invalid JSON and large bodies', async () => {
    const { send } = start()
    const headers = { 'content-type': 'application/json' }
    expect((await send('POST', '/register', { headers, body: '{' })).body.error).toBe('invalid_client_metadata')
    expect((await send('POST', '/register', { body: '{}' })).body.error).toBe('invalid_client_metadata')
    expect((await send('POST', '/register', { headers, body: ' '.repeat(65_537) })).status).toBe(413)
  })

  test('accepts or rejects any metadata, and never fails', async () => {
    const { register } = start()
    const names = fc.constantFrom(
      'redirect_uris',
      'grant_types',
      'jwks',
      'token_endpoint_auth_method',
      'scope',
      '__proto__',
    )
    const values = fc.oneof(fc.jsonValue(), fc.array(fc.webUrl({ withFragments: true })))
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, values), async (metadata) => {
        expect([201, 400]).toContain((await register({ ...good, ...metadata })).status)
      }),
    )
  })

  test('deletes the oldest if there are too many', async () => {
    const { register, takes } = start()
    const post = { grant_types: ['client_credentials'], token_endpoint_auth_method: 'client_secret_post' }
    const first = (await register(post)).body
    const second = (await register(post)).body
    for (let count = 2; count <= 1000; count++) await register(post)
    expect([await takes(first), await takes(second)]).toEqual([401, 200])
  })
})

describe('a registration', () => {
  test('can be read, changed and deleted with its access token', async () => {
    const { register, get, send, update, takes } = start()
    const { client_id_issued_at, ...made } = (
      await register({ ...good, token_endpoint_auth_method: 'client_secret_post' })
    ).body
    const { client_id, client_secret, registration_client_uri: uri, registration_access_token: token } = made
    expect((await get(uri, bearer(token))).body).toEqual(made)
    const changed = await update(uri, token, {
      client_id,
      ...good,
      client_name: 'New',
      token_endpoint_auth_method: 'client_secret_post',
    })
    expect(changed.body).toEqual({ ...made, client_name: 'New' })
    expect(await takes({ client_id, client_secret })).toBe(200)
    expect((await send('DELETE', uri, { headers: bearer(token) })).status).toBe(204)
    expect(await takes({ client_id, client_secret })).toBe(401)
    expect((await get(uri, bearer(token))).status).toBe(401)
  })

  test('cannot be accessed without it', async () => {
    const { register, get, send } = start()
    const [one, other] = [(await register(good)).body, (await register(good)).body]
    for (const headers of [{}, bearer('wrong'), bearer(other.registration_access_token)] as Record<string, string>[]) {
      const answer = await get(one.registration_client_uri, headers)
      expect([answer.status, answer.body.error]).toEqual([401, 'invalid_token'])
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /)
      expect((await send('DELETE', one.registration_client_uri, { headers })).status).toBe(401)
    }
    expect((await get('/register/conformance', bearer('x'))).status).toBe(401)
  })

  test('cannot be changed into another client', async () => {
    const { register, update } = start()
    const { registration_client_uri: uri, registration_access_token: token, client_id } = (await register(good)).body
    expect((await update(uri, token, { ...good, client_id: 'conformance' })).status).toBe(400)
    expect((await update(uri, token, { ...good, client_id, client_secret: 'chosen' })).status).toBe(400)
    expect((await update(uri, token, { client_id, redirect_uris: ['javascript:alert(1)'] })).status).toBe(400)
  })
})
