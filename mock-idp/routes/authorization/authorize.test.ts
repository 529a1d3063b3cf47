import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { createIdp, type IdpOptions } from '../../index.ts'

const issuer = 'http://idp.test'
const redirectUri = 'http://127.0.0.1:4000/callback'
const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')

const create = (options: Partial<IdpOptions> = {}) =>
  createIdp({ issuer, keys: ['ES256'], signIn: 'automatic', ...options })

type Idp = ReturnType<typeof create>
type Parameters = Readonly<Record<string, string | undefined>>

const good = {
  response_type: 'code',
  client_id: 'conformance-public',
  redirect_uri: redirectUri,
  scope: 'openid email',
  state: 'the state',
  nonce: 'n-1',
  code_challenge: challenge,
  code_challenge_method: 'S256',
}

const encode = (parameters: Parameters): string =>
  new URLSearchParams(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ).toString()

const authorize = async (idp: Idp, parameters: Parameters = {}, headers: Record<string, string> = {}) =>
  idp.fetch(new Request(`${issuer}/authorize?${encode({ ...good, ...parameters })}`, { headers }))

const answerOf = (response: Response): URLSearchParams => new URL(response.headers.get('location') ?? '').searchParams

const redeem = async (idp: Idp, code: string | null, parameters: Parameters = {}, tenant = '') => {
  const body = encode({
    grant_type: 'authorization_code',
    client_id: 'conformance-public',
    redirect_uri: redirectUri,
    code_verifier: verifier,
    code: code ?? '',
    ...parameters,
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await idp.fetch(new Request(`${issuer}${tenant}/token`, { method: 'POST', headers, body }))
  return { status: response.status, body: (await response.json()) as Readonly<Record<string, string>> }
}

const codeFrom = async (idp: Idp, parameters?: Parameters) => answerOf(await authorize(idp, parameters)).get('code')

describe('the code flow', () => {
  test('issues an access token, an ID token and a refresh token', async () => {
    const idp = create()
    const response = await authorize(idp)
    expect(response.status).toBe(303)
    const answer = answerOf(response)
    expect([answer.get('state'), answer.get('iss')]).toEqual(['the state', issuer])
    const { status, body } = await redeem(idp, answer.get('code'))
    expect([status, body.token_type, body.scope]).toEqual([200, 'Bearer', 'openid email'])
    expect(decodeJwt(body.access_token ?? '')).toMatchObject({ sub: 'alice', client_id: 'conformance-public' })
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({
      iss: issuer,
      sub: 'alice',
      aud: 'conformance-public',
      nonce: 'n-1',
      email: 'alice@idp.example',
    })
    expect(decodeJwt(body.id_token ?? '')).not.toHaveProperty('name')
    expect(body.refresh_token).toMatch(/^[\w-]{43}$/)
  })

  test('signs in the user of login_hint, known or not', async () => {
    const idp = create()
    for (const sub of ['bob', 'somebody-else']) {
      const { body } = await redeem(idp, await codeFrom(idp, { login_hint: sub }))
      expect(decodeJwt(body.id_token ?? '').sub).toBe(sub)
    }
  })

  test('works at several issuers, whose codes are separate', async () => {
    const idp = create()
    const code = await codeFrom(idp)
    expect((await redeem(idp, code, {}, '/acme')).status).toBe(400)
    expect((await redeem(idp, code)).status).toBe(200)
  })

  test.each([
    ['fragment', /#.*code=/],
    ['query', /\?.*code=/],
  ])('responds in the %s', async (response_mode, pattern) => {
    expect((await authorize(create(), { response_mode })).headers.get('location')).toMatch(pattern)
  })
})

describe('a code', () => {
  test('works once, and a second use revokes the tokens of the first', async () => {
    const idp = create()
    const code = await codeFrom(idp)
    const first = await redeem(idp, code)
    const second = await redeem(idp, code)
    expect([first.status, second.status, second.body.error]).toEqual([200, 400, 'invalid_grant'])
  })

  test('is used successfully by exactly one of 2 000 concurrent requests', async () => {
    const idp = create()
    const code = await codeFrom(idp)
    const all = await Promise.all(Array.from({ length: 2000 }, () => redeem(idp, code)))
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(new Set(all.filter(({ status }) => status !== 200).map(({ body }) => body.error))).toEqual(
      new Set(['invalid_grant']),
    )
  })

  test('expires by the clock of the issuer', async () => {
    let now = 1_000_000_000_000
    const idp = create({ clock: () => now })
    const code = await codeFrom(idp)
    now += 61_000
    expect((await redeem(idp, code)).body.error).toBe('invalid_grant')
  })

  test.each([
    ['a wrong verifier', { code_verifier: 'w'.repeat(43) }],
    ['a malformed verifier', { code_verifier: 'short' }],
    ['no verifier', { code_verifier: undefined }],
    ['another redirect URI', { redirect_uri: 'http://127.0.0.1:4001/callback' }],
    ['no redirect URI', { redirect_uri: undefined }],
    ['another client', { client_id: 'conformance', client_secret: 'conformance-secret' }],
  ])('is rejected with %s', async (_, parameters) => {
    const idp = create()
    const { status, body } = await redeem(idp, await codeFrom(idp), parameters)
    expect([status, body.error]).toEqual([400, 'invalid_grant'])
  })

  test('without a challenge must be used without a verifier', async () => {
    const idp = create({ pkce: 'optional' })
    const none = { code_challenge: undefined, code_challenge_method: undefined }
    expect((await redeem(idp, await codeFrom(idp, none))).status).toBe(400)
    expect((await redeem(idp, await codeFrom(idp, none), { code_verifier: undefined })).status).toBe(200)
  })
})

describe('an invalid request', () => {
  test.each([
    ['no response type', { response_type: undefined }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['an unknown response mode', { response_mode: 'web_message' }, 'invalid_request'],
    ['no challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a plain challenge by omission', { code_challenge_method: undefined }, 'invalid_request'],
    ['a malformed challenge', { code_challenge: 'short' }, 'invalid_request'],
    ['a malformed scope', { scope: 'a  b' }, 'invalid_scope'],
    ['a malformed resource', { resource: '/relative' }, 'invalid_target'],
    ['a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['an unknown prompt', { prompt: 'dance' }, 'invalid_request'],
    ['prompt none and more', { prompt: 'none login' }, 'invalid_request'],
    ['a strange max_age', { max_age: '-1' }, 'invalid_request'],
  ])('with %s is reported to the client', async (_, parameters, error) => {
    const response = await authorize(create(), parameters)
    expect(response.status).toBe(303)
    const answer = answerOf(response)
    expect([answer.get('error'), answer.get('state'), answer.get('iss')]).toEqual([error, 'the state', issuer])
  })

  test.each([
    ['an unknown client', { client_id: 'unknown' }],
    ['no client', { client_id: undefined }],
    ['a redirect URI elsewhere', { redirect_uri: 'https://evil.example/callback' }],
    ['a redirect URI that looks local', { redirect_uri: 'http://127.0.0.1.evil.example/' }],
    ['a redirect URI with a user', { redirect_uri: 'http://127.0.0.1@evil.example/' }],
    ['a redirect URI with a fragment', { redirect_uri: 'http://127.0.0.1/#' }],
    ['a script', { redirect_uri: 'javascript:alert(1)' }],
    ['no redirect URI', { redirect_uri: undefined }],
    ['an unknown pushed request', { request_uri: 'urn:ietf:params:oauth:request_uri:nothing' }],
    ['a request to fetch', { request_uri: 'https://client.example/request' }],
  ])('with %s is not redirected', async (_, parameters) => {
    const response = await authorize(create(), parameters)
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })

  test('with prompt=none is rejected if the user is not signed in', async () => {
    const idp = create({ signIn: 'page' })
    expect(answerOf(await authorize(idp, { prompt: 'none' })).get('error')).toBe('login_required')
  })
})

describe('redirect URIs of a client', () => {
  const clients = [
    { clientId: 'app', redirectUris: ['https://app.example/cb', 'http://127.0.0.1:1/cb', 'com.example:/cb'] },
  ]
  test.each([
    ['https://app.example/cb', true],
    ['https://app.example/cb?x=1', false],
    ['https://app.example/cb/', false],
    ['https://app.example:8443/cb', false],
    ['https://APP.example/cb', false],
    ['http://127.0.0.1:5555/cb', true],
    ['http://127.0.0.1:5555/other', false],
    ['http://127.0.0.1:5555/other/../cb', false],
    ['http://127.0.0.1:5555/%2e/cb', false],
    ['HTTP://127.0.0.1:5555/cb', false],
    ['http://127.0.0.1:5555\\cb', false],
    ['http://user@127.0.0.1:5555/cb', false],
    ['http://localhost:5555/cb', false],
    ['com.example:/cb', true],
  ])('%s: %s', async (redirect_uri, allowed) => {
    const response = await authorize(create({ clients }), { client_id: 'app', redirect_uri })
    expect(response.status).toBe(allowed ? 303 : 400)
  })
})
