import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { createInProcess, credentials, type Parameters } from '../test/support/in-process.ts'

const uri = (name: string) => `urn:ietf:params:oauth:${name}`

describe('a refresh token', () => {
  const refreshing = (options = {}) => {
    const idp = createInProcess(options)
    const refresh = (refresh_token: string, more: Parameters = {}) =>
      idp.post('/token', { grant_type: 'refresh_token', refresh_token, ...credentials, ...more })
    return { ...idp, refresh }
  }

  test('is rotated when it is used', async () => {
    const { signIn, refresh } = refreshing()
    const first = (await signIn()).refresh
    const { status, body } = await refresh(first)
    expect([status, body.scope]).toEqual([200, 'openid email'])
    expect(body.refresh_token).not.toBe(first)
    expect(decodeJwt(body.id_token)).toMatchObject({ sub: 'alice' })
    expect(decodeJwt(body.id_token)).not.toHaveProperty('nonce')
    expect((await refresh(body.refresh_token)).status).toBe(200)
  })

  test('that is used twice revokes its family', async () => {
    const { signIn, refresh, latest, post } = refreshing()
    const first = (await signIn()).refresh
    const { body } = await refresh(first)
    const again = await refresh(first)
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant'])
    expect((await latest()).reason).toMatch(/twice.*revoked/)
    expect((await refresh(body.refresh_token)).status).toBe(400)
    const inspected = await post('/introspect', { token: body.access_token, ...credentials })
    expect(inspected.body).toEqual({ active: false })
  })

  test('is used successfully by exactly one of 2 000 concurrent requests', async () => {
    const { signIn, refresh } = refreshing()
    const { refresh: token } = await signIn()
    const all = await Promise.all(Array.from({ length: 2000 }, () => refresh(token)))
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('is not used up by another client, a wrong scope or a wrong audience', async () => {
    const { signIn, refresh } = refreshing()
    const { refresh: token } = await signIn({ resource: 'https://a.example' })
    const other = { client_id: 'conformance-public', client_secret: '' }
    expect((await refresh(token, other)).body.error).toBe('invalid_grant')
    expect((await refresh(token, { scope: 'openid admin' })).body.error).toBe('invalid_scope')
    expect((await refresh(token, { resource: 'https://b.example' })).body.error).toBe('invalid_target')
    const { status, body } = await refresh(token, { scope: 'openid' })
    expect([status, body.scope, decodeJwt(body.access_token).aud]).toEqual([200, 'openid', 'https://a.example'])
  })

  test('expires by the clock of the issuer', async () => {
    const { idp, signIn, refresh } = refreshing()
    const { refresh: token } = await signIn()
    await idp.clock.advance('31d')
    expect((await refresh(token)).body.error).toBe('invalid_grant')
  })

  test('can be used again if rotation is off', async () => {
    const { signIn, refresh } = refreshing({ rotateRefreshTokens: false })
    const { refresh: token } = await signIn()
    for (let use = 0; use < 2; use++) expect(await refresh(token)).toMatchObject({ status: 200 })
  })
})

describe('a device', () => {
  const begin = async (idp: ReturnType<typeof createInProcess>) =>
    (await idp.post('/device_authorization', { scope: 'openid', ...credentials })).body
  const poll = (idp: ReturnType<typeof createInProcess>, device_code: string, more: Parameters = {}) =>
    idp.post('/token', { grant_type: uri('grant-type:device_code'), device_code, ...credentials, ...more })

  test('gets tokens after its user signed in, entered the code and allowed it', async () => {
    const app = createInProcess({ signIn: 'page' })
    const { device_code, user_code, verification_uri_complete, interval } = await begin(app)
    expect([user_code, interval]).toEqual([expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/), 5])
    expect((await poll(app, device_code)).body.error).toBe('authorization_pending')
    expect((await poll(app, device_code)).body.error).toBe('slow_down')

    const toSignIn = await app.get(verification_uri_complete)
    const browser = toSignIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = await app.get(toSignIn.headers.get('location') ?? '', { cookie: browser })
    const [, interaction = ''] = /name="interaction" value="([^"]+)"/.exec(page.text) ?? []
    const [, csrf = ''] = /name="csrf" value="([^"]+)"/.exec(page.text) ?? []
    const signedIn = await app.post('/sign-in', { interaction, csrf, user: 'bob' }, { cookie: browser })
    const cookie = `${browser}; ${signedIn.headers.get('set-cookie')?.split(';')[0]}`
    expect(signedIn.headers.get('location')).toContain(`/device?user_code=${user_code}`)

    expect((await app.get('/device', { cookie })).text).toContain('Enter the code')
    const wrong = await app.post('/device', { user_code: 'BBBB-BBBB' }, { cookie })
    expect(wrong.text).toContain('No device is waiting for this code')
    const confirmation = await app.post('/device', { user_code: user_code.toLowerCase() }, { cookie })
    const [, confirm = ''] = /name="confirm" value="([^"]+)"/.exec(confirmation.text) ?? []
    expect((await app.post('/device', { user_code, allow: '1', confirm: 'forged' }, { cookie })).status).toBe(403)
    await app.post('/device', { user_code, allow: '1', confirm }, { cookie })

    const { status, body } = await poll(app, device_code)
    expect([status, decodeJwt(body.id_token).sub]).toEqual([200, 'bob'])
    expect((await poll(app, device_code)).body.error).toBe('invalid_grant')
  })

  test('has a code that expires and belongs to one client', async () => {
    const app = createInProcess({ signIn: 'page' })
    const { device_code } = await begin(app)
    const other = { client_id: 'conformance-public', client_secret: '' }
    expect((await poll(app, device_code, other)).body.error).toBe('invalid_grant')
    await app.idp.clock.advance('11m')
    expect((await poll(app, device_code)).body.error).toBe('expired_token')
  })

  test('is allowed at once if sign-in is automatic', async () => {
    const app = createInProcess()
    const { device_code } = await begin(app)
    expect((await poll(app, device_code)).status).toBe(200)
  })
})

describe('token exchange', () => {
  const exchange = (app: ReturnType<typeof createInProcess>, more: Parameters) =>
    app.post('/token', { grant_type: uri('grant-type:token-exchange'), ...credentials, ...more })
  const accessToken = uri('token-type:access_token')

  test('issues a token for another audience, and names the actor', async () => {
    const app = createInProcess()
    const { access } = await app.signIn()
    const actor = (await app.post('/token', { grant_type: 'client_credentials', ...credentials })).body.access_token
    const { status, body } = await exchange(app, {
      subject_token: access,
      subject_token_type: accessToken,
      actor_token: actor,
      actor_token_type: accessToken,
      resource: 'https://b.example',
      scope: 'email',
    })
    expect([status, body.issued_token_type]).toEqual([200, accessToken])
    expect(decodeJwt(body.access_token)).toMatchObject({
      sub: 'alice',
      aud: 'https://b.example',
      scope: 'email',
      act: { sub: 'conformance' },
    })
  })

  test.each([
    ['no subject', {}, 'invalid_request'],
    ['a forged subject', { subject_token: 'a.b.c', subject_token_type: accessToken }, 'invalid_grant'],
    ['a strange type', { subject_token: 'a', subject_token_type: 'urn:x' }, 'invalid_request'],
  ])('rejects %s', async (_, more, error) => {
    expect((await exchange(createInProcess(), more)).body.error).toBe(error)
  })

  test('is limited by the scopes and by may_act of the subject token', async () => {
    const app = createInProcess()
    const { access } = await app.signIn()
    const subject = { subject_token: access, subject_token_type: accessToken }
    expect((await exchange(app, { ...subject, scope: 'admin' })).body.error).toBe('invalid_scope')
    const bounded = await app.idp.mint({ claims: { sub: 'alice', may_act: { sub: 'somebody' }, aud: 'x' } })
    const rejected = await exchange(app, {
      subject_token: bounded,
      subject_token_type: uri('token-type:jwt'),
      actor_token: access,
      actor_token_type: accessToken,
    })
    expect(rejected.body.error).toBe('invalid_grant')
  })
})

describe('an assertion', () => {
  const grant_type = uri('grant-type:jwt-bearer')

  const withKey = async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256')
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kty: 'EC', kid: 'k', alg: 'ES256' }] }
    const app = createInProcess({ clients: [{ clientId: 'app', jwks }] })
    const sign = (claims: object, exp = '5m') =>
      new SignJWT({ iss: 'app', sub: 'app', aud: app.issuer, jti: crypto.randomUUID(), ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setExpirationTime(exp)
        .sign(privateKey)
    const authenticated = async (claims = {}, exp?: string) => ({
      client_assertion_type: uri('client-assertion-type:jwt-bearer'),
      client_assertion: await sign(claims, exp),
    })
    return { app, sign, authenticated }
  }

  test('authenticates a client by its key, and can be used once', async () => {
    const { app, authenticated } = await withKey()
    const form = { grant_type: 'client_credentials', ...(await authenticated()) }
    expect((await app.post('/token', form)).status).toBe(200)
    expect(await app.post('/token', form)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  test.each([
    ['for another audience', { aud: 'https://other.example' }, undefined],
    ['by another issuer', { iss: 'other' }, undefined],
    ['about another subject', { sub: 'other' }, undefined],
    ['that has expired', {}, '-1m'],
    ['that lives for years', {}, '2y'],
  ])('%s is rejected', async (_, claims, exp) => {
    const { app, authenticated } = await withKey()
    const form = { grant_type: 'client_credentials', ...(await authenticated(claims, exp)) }
    expect(await app.post('/token', form)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  test('issues a token for its subject', async () => {
    const { app, sign, authenticated } = await withKey()
    const form = { grant_type, assertion: await sign({ sub: 'carol' }), ...(await authenticated()) }
    const { status, body } = await app.post('/token', form)
    expect([status, decodeJwt(body.access_token).sub]).toEqual([200, 'carol'])
    const stolen = { grant_type, assertion: 'a.b.c', ...(await authenticated()) }
    expect((await app.post('/token', stolen)).body.error).toBe('invalid_grant')
  })

  test('signed with the secret is accepted if the client has one, and only for its own method', async () => {
    const clients = [
      { clientId: 'app', clientSecret: 'a-secret-of-32-bytes-for-hmac-256', authMethod: 'client_secret_jwt' as const },
    ]
    const app = createInProcess({ clients })
    const client_assertion = await new SignJWT({ iss: 'app', sub: 'app', aud: `${app.issuer}/token` })
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime('1m')
      .sign(new TextEncoder().encode(clients[0]?.clientSecret))
    const client_assertion_type = uri('client-assertion-type:jwt-bearer')
    const form = { grant_type: 'client_credentials', client_assertion, client_assertion_type }
    expect((await app.post('/token', form)).status).toBe(200)
    const posted = { grant_type: 'client_credentials', client_id: 'app', client_secret: clients[0]?.clientSecret ?? '' }
    expect((await app.post('/token', posted)).status).toBe(401)
  })
})

describe('a password', () => {
  const form = { grant_type: 'password', username: 'alice', password: 'alice', scope: 'openid', ...credentials }

  test('is not a grant by default', async () => {
    expect((await createInProcess().post('/token', form)).body.error).toBe('unsupported_grant_type')
  })

  test('issues tokens, and none for a wrong password', async () => {
    const app = createInProcess({ passwordGrant: true })
    expect(decodeJwt((await app.post('/token', form)).body.id_token).sub).toBe('alice')
    const wrong = await app.post('/token', { ...form, password: 'not-her-password' })
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } })
    expect(JSON.stringify(await app.latest())).not.toContain('not-her-password')
  })
})
