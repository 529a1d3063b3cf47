import { describe, expect, test } from 'vitest'
import { createInProcess, credentials, type Parameters } from '../../test/support/in-process.ts'

const request = {
  response_type: 'code',
  redirect_uri: 'http://127.0.0.1:4000/callback',
  scope: 'openid',
  state: 'the state',
  resource: 'https://api.example/',
  code_challenge: 'c'.repeat(43),
  code_challenge_method: 'S256',
}

const start = (options = {}) => {
  const { post, get, send } = createInProcess(options)
  const push = (form: Parameters = {}) => post('/par', { ...credentials, ...request, ...form })
  const authorize = (parameters: Parameters) => get(`/authorize?${new URLSearchParams(parameters)}`)
  return { push, authorize, send }
}

const client_id = 'conformance'

describe('par', () => {
  test('stores a request for one use', async () => {
    const { push, authorize } = start()
    const { status, body, headers } = await push()
    expect([status, body.expires_in, headers.get('cache-control')]).toEqual([201, 60, 'no-store'])
    expect(body.request_uri).toMatch(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/)
    const answer = await authorize({ client_id, request_uri: body.request_uri, state: 'not this' })
    expect(answer.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:4000\/callback\?code=.*state=the\+state/)
    expect((await authorize({ client_id, request_uri: body.request_uri })).status).toBe(400)
  })

  test('accepts client_secret_basic, and several resources', async () => {
    const { send, authorize } = start()
    const body = new URLSearchParams({ ...request })
    body.append('resource', 'https://other.example/')
    const headers = { authorization: `Basic ${Buffer.from('conformance:conformance-secret').toString('base64')}` }
    const pushed = await send('POST', '/par', { headers, body })
    expect((await authorize({ client_id, request_uri: pushed.body.request_uri })).status).toBe(303)
  })

  test('is bound to the client, and expires', async () => {
    let now = 1_000_000_000_000
    const { push, authorize } = start({ clock: () => now })
    const first = (await push()).body.request_uri
    expect((await authorize({ client_id: 'conformance-public', request_uri: first })).body.error).toBe(
      'invalid_request_uri',
    )
    const second = (await push()).body.request_uri
    now += 60_000
    expect((await authorize({ client_id, request_uri: second })).body.error).toBe('invalid_request_uri')
  })

  test.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['a redirect URI elsewhere', { redirect_uri: 'https://evil.example/' }, 400, 'invalid_request'],
    ['a bad scope', { scope: 'a  b' }, 400, 'invalid_scope'],
    ['no PKCE', { code_challenge: '' }, 400, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 400, 'unsupported_response_type'],
    ['a request_uri', { request_uri: 'urn:ietf:params:oauth:request_uri:x' }, 400, 'invalid_request'],
  ])('rejects %s at once', async (_, form, status, error) => {
    const answer = await start().push(form)
    expect([answer.status, answer.body.error]).toEqual([status, error])
  })

  test('is required for a client with requirePar', async () => {
    const clients = [
      { clientId: client_id, clientSecret: 'conformance-secret', anyLoopbackRedirect: true, requirePar: true },
    ]
    const { push, authorize } = start({ clients })
    expect((await authorize({ ...request, client_id })).status).toBe(400)
    expect((await authorize({ client_id, request_uri: (await push()).body.request_uri })).status).toBe(303)
  })
})
