import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { createInProcess, type Parameters } from '../test/support/in-process.ts'

const goodbye = 'https://app.example/goodbye'
const client = { clientId: 'conformance', clientSecret: 'conformance-secret', anyLoopbackRedirect: true }
const clients = [{ ...client, postLogoutRedirectUris: [goodbye, 'http://127.0.0.1:1/bye'] }, { clientId: 'other' }]

const start = (options = {}) => {
  const idp = createInProcess({ clients, ...options })
  const logout = (parameters: Parameters, cookie = '') =>
    idp.get(`/logout?${new URLSearchParams(parameters)}`, { cookie })
  return { ...idp, logout }
}

describe('logout', () => {
  test('ends the session and redirects with the state', async () => {
    const { signIn, logout, latest } = start()
    const { cookie, id } = await signIn()
    const { status, headers } = await logout(
      { id_token_hint: id, post_logout_redirect_uri: goodbye, state: 'a b' },
      cookie,
    )
    expect([status, headers.get('location')]).toEqual([303, `${goodbye}?state=a+b`])
    expect(headers.get('set-cookie')).toMatch(/^idp_session=;.*Max-Age=0/)
    expect(await latest()).toMatchObject({
      endpoint: 'logout',
      decision: 'signed out',
      client: 'conformance',
      user: 'alice',
    })
    expect((await signIn({}, { cookie })).cookie).not.toBe(cookie)
  })

  test('accepts an expired hint, a POST, and another port of a loopback address', async () => {
    let now = 1_000_000_000_000
    const { signIn, post } = start({ clock: () => now })
    const { cookie, id } = await signIn()
    now += 3600_000
    const form = { id_token_hint: id, post_logout_redirect_uri: 'http://127.0.0.1:4711/bye' }
    const { status, headers } = await post('/logout', form, { cookie })
    expect([status, headers.get('location')]).toEqual([303, 'http://127.0.0.1:4711/bye'])
  })

  test('shows a page if there is no redirect', async () => {
    const { signIn, logout } = start()
    const { cookie, id } = await signIn()
    const answer = await logout({ id_token_hint: id }, cookie)
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null])
    expect((await logout({})).status).toBe(200)
  })

  test.each([
    ['a URI that is not registered', { post_logout_redirect_uri: 'https://evil.example/' }],
    ['a URI that is nearly registered', { post_logout_redirect_uri: `${goodbye}/` }],
    ['a URI of another client', { post_logout_redirect_uri: goodbye, client_id: 'other', id_token_hint: '' }],
    ['a URI without a client', { post_logout_redirect_uri: goodbye, client_id: '', id_token_hint: '' }],
    ['an unknown client', { client_id: 'unknown', id_token_hint: '' }],
    ['a hint of another client', { client_id: 'other' }],
    ['a hint that is none', { id_token_hint: 'nothing' }],
    ['a script', { post_logout_redirect_uri: 'javascript:alert(1)' }],
  ])('with %s neither redirects nor ends the session', async (_, parameters) => {
    const { signIn, logout } = start()
    const { cookie, id } = await signIn()
    const { status, headers } = await logout({ id_token_hint: id, ...parameters }, cookie)
    expect([status, headers.get('location'), headers.get('set-cookie')]).toEqual([400, null, null])
    expect((await signIn({}, { cookie })).cookie).toBe(cookie)
  })
})

describe('the confirmation', () => {
  const signedIn = async () => {
    const idp = start()
    const { cookie, id } = await idp.signIn()
    await idp.send('PATCH', '/_control/settings', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ signIn: 'page' }),
    })
    const token = (text: string): string => /confirm[^A-Za-z0-9_-]+(?:value=")?([\w-]{43})/.exec(text)?.[1] ?? ''
    return { ...idp, cookie, id, token }
  }

  test('is required without a hint, and ends the session', async () => {
    const { logout, post, cookie, token } = await signedIn()
    const page = await logout({ client_id: 'conformance', post_logout_redirect_uri: goodbye }, cookie)
    expect([page.status, page.headers.get('location')]).toEqual([200, null])
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
    const form = { client_id: 'conformance', post_logout_redirect_uri: goodbye, confirm: token(page.text) }
    const answer = await post('/logout', form, { cookie, origin: 'http://idp.test' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, goodbye])
  })

  test('is not required with a hint of the session', async () => {
    const { logout, cookie, id } = await signedIn()
    expect((await logout({ id_token_hint: id, post_logout_redirect_uri: goodbye }, cookie)).status).toBe(303)
  })

  test('escapes values of the request', async () => {
    const { logout, cookie } = await signedIn()
    const { text } = await logout({ client_id: 'conformance', state: '"><script>alert(1)</script>' }, cookie)
    expect(text).not.toContain('<script')
  })

  test('cannot be forged', async () => {
    const { logout, post, cookie, token } = await signedIn()
    const confirm = token((await logout({}, cookie)).text)
    expect((await post('/logout', { confirm }, { cookie, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post('/logout', { confirm: 'guessed' }, { cookie })).status).toBe(403)
    expect((await logout({ confirm }, cookie)).headers.get('set-cookie')).toBeNull()
  })
})

describe('back-channel logout', () => {
  const listen = async (answer: number) => {
    const received: string[] = []
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        received.push(body)
        response.writeHead(answer).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/logout?secret=1`
    return { uri, received, close: () => server.close() }
  }

  test('notifies each client of the session, and records the outcome in the journal', async () => {
    const [app, broken] = [await listen(200), await listen(500)]
    const { signIn, get, logout, issuer } = start({
      clients: [
        { ...client, backchannelLogoutUri: app.uri },
        { clientId: 'second', anyLoopbackRedirect: true, backchannelLogoutUri: broken.uri },
        { clientId: 'third', anyLoopbackRedirect: true, backchannelLogoutUri: 'http://127.0.0.1:1/' },
        { clientId: 'silent', anyLoopbackRedirect: true },
      ],
    })
    const { cookie, id } = await signIn()
    for (const client_id of ['second', 'third', 'silent']) await signIn({ client_id }, { cookie })
    const { text } = await logout({ id_token_hint: id }, cookie)
    expect([text.includes('<li>conformance</li>'), text.includes('<li>second</li>')]).toEqual([true, false])
    app.close()
    broken.close()

    const [body = ''] = app.received
    const token = new URLSearchParams(body).get('logout_token') ?? ''
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: 'logout+jwt', alg: 'ES256' })
    const { iat, exp, jti, ...claims } = decodeJwt(token)
    expect(claims).toEqual({
      iss: issuer,
      sub: 'alice',
      aud: 'conformance',
      sid: decodeJwt(id).sid,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
    expect([jti, Number(exp) - Number(iat)]).toEqual([expect.any(String), 120])

    const { entries } = (await get('/_control/journal?endpoint=backchannel-logout')).body
    const seen = entries.map(({ client, status, decision }: Readonly<Record<string, unknown>>) => [
      client,
      status,
      decision,
    ])
    expect(seen.sort()).toEqual([
      ['conformance', 200, 'sent'],
      ['second', 500, 'failed'],
      ['third', 0, 'failed'],
    ])
    expect(JSON.stringify(entries)).not.toContain('secret=1')
  })
})
