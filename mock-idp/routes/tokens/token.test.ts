import fc from 'fast-check'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect, test } from 'vitest'
import { createIdp, type IdpOptions, type OAuthError } from '../../index.ts'

const issuer = 'http://idp.test'
const create = (options: Partial<IdpOptions> = {}) => createIdp({ issuer, keys: ['ES256'], ...options })
const idp = create()

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
const validCredentials = basic('conformance', 'conformance-secret')

interface Sent {
  readonly authorization?: string | null
  readonly type?: string
  readonly dpop?: string | null
}

const post = async (
  body: RequestInit['body'],
  { authorization = validCredentials, type, dpop }: Sent = {},
  to = idp,
) => {
  const headers = {
    'content-type': type ?? 'application/x-www-form-urlencoded',
    ...(authorization && { authorization }),
    ...(dpop && { dpop }),
  }
  return to.fetch(new Request(`${issuer}/token`, { method: 'POST', headers, body: body ?? null }))
}

interface Answer {
  readonly access_token: string
  readonly error?: string
}

const json = async (response: Response) => (await response.json()) as Answer

const grant = 'grant_type=client_credentials'

const claimsOf = async (body: string, to = idp) => decodeJwt((await json(await post(body, {}, to))).access_token)

describe('client_credentials', () => {
  test('issues a token for the client', async () => {
    const response = await post(`${grant}&scope=read+write`)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { access_token, ...rest } = await json(response)
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 300, scope: 'read write' })
    expect(decodeProtectedHeader(access_token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
    expect(decodeJwt(access_token)).toMatchObject({ iss: issuer, sub: 'conformance', scope: 'read write' })
  })

  test('issues a token with the configured lifetime', async () => {
    const short = create({ accessTokenTtl: 60, clock: () => 1_000_000 })
    expect(await claimsOf(grant, short)).toMatchObject({ exp: 1060, iat: 995 })
  })

  test.each([
    ['', issuer],
    ['&audience=api', 'api'],
    ['&resource=https://api.example/', 'https://api.example/'],
    [
      '&resource=https://a.example&resource=https://b.example&audience=api',
      ['https://a.example', 'https://b.example', 'api'],
    ],
    ['&audience=api&audience=api', 'api'],
  ])('%s becomes aud %o', async (parameters, aud) => {
    expect((await claimsOf(grant + parameters)).aud).toEqual(aud)
  })

  test('uses the audience of the client if none is requested', async () => {
    const client = { clientId: 'conformance', clientSecret: 'conformance-secret', audience: ['a', 'b'] }
    expect((await claimsOf(grant, create({ clients: [client] }))).aud).toEqual(['a', 'b'])
  })

  test.each([
    ['resource=/relative', 'invalid_target'],
    ['resource=https://a.example/%23part', 'invalid_target'],
    ['scope=a++b', 'invalid_scope'],
    ['scope=%22', 'invalid_scope'],
  ])('rejects %s', async (parameter, error) => {
    const response = await post(`${grant}&${parameter}`)
    expect([response.status, (await json(response)).error]).toEqual([400, error])
  })
})

describe('client authentication', () => {
  const odd = { clientId: 'a:b', clientSecret: 'p%20+ü' }
  const withOdd = create({ clients: [odd] })
  const encoded = basic(encodeURIComponent(odd.clientId), encodeURIComponent(odd.clientSecret))

  test.each([
    ['Basic', { authorization: validCredentials }, grant, idp],
    ['Basic in another case', { authorization: validCredentials.replace('Basic', 'basic') }, grant, idp],
    ['Basic, form-encoded', { authorization: encoded }, grant, withOdd],
    ['Basic with the same client_id in the body', {}, `${grant}&client_id=conformance`, idp],
    ['the body', { authorization: null }, `${grant}&client_id=conformance&client_secret=conformance-secret`, idp],
  ])('accepts %s', async (_, sent, body, to) => {
    expect((await post(body, sent, to)).status).toBe(200)
  })

  test.each([
    ['a wrong secret', { authorization: basic('conformance', 'wrong') }, grant],
    ['an unknown client', { authorization: basic('unknown', 'conformance-secret') }, grant],
    ['no secret', { authorization: null }, `${grant}&client_id=conformance`],
    ['no client', { authorization: null }, grant],
    ['another scheme', { authorization: 'Bearer abc' }, grant],
    ['broken Basic', { authorization: 'Basic !!!' }, grant],
    ['Basic without colon', { authorization: 'Basic YWJj' }, grant],
    ['a wrong secret in the body', { authorization: null }, `${grant}&client_id=conformance&client_secret=wrong`],
  ])('rejects %s', async (_, sent, body) => {
    const response = await post(body, sent)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
    expect(await json(response)).toEqual({
      error: 'invalid_client',
      error_description: 'Client authentication failed.',
    })
  })

  test('rejects two methods at once, and two client ids', async () => {
    expect((await post(`${grant}&client_secret=conformance-secret`)).status).toBe(400)
    expect((await post(`${grant}&client_id=other`)).status).toBe(400)
  })

  test('accepts every client if permissive', async () => {
    const response = await post(`${grant}&client_id=anyone`, { authorization: null }, create({ permissive: true }))
    expect(decodeJwt((await json(response)).access_token).sub).toBe('anyone')
  })

  test('reports the detail to the operator, not to the client', async () => {
    const errors: OAuthError[] = []
    const watched = create({ onError: (error) => errors.push(error) })
    await post(grant, { authorization: basic('conformance', 'wrong') }, watched)
    expect(errors.map(({ detail }) => detail)).toEqual(['wrong or missing secret for client "conformance"'])
  })
})

describe('an invalid token request', () => {
  test.each([
    ['no body', null, {}, 400, 'invalid_request'],
    ['JSON', '{}', { type: 'application/json' }, 400, 'invalid_request'],
    ['no grant type', 'scope=a', {}, 400, 'invalid_request'],
    ['an empty grant type', 'grant_type=', {}, 400, 'invalid_request'],
    ['a grant type of Object.prototype', 'grant_type=constructor', {}, 400, 'unsupported_grant_type'],
    ['an unsupported grant type', 'grant_type=password', {}, 400, 'unsupported_grant_type'],
    ['a parameter twice', `${grant}&${grant}`, {}, 400, 'invalid_request'],
    ['an unknown parameter twice', `${grant}&x=1&x=2`, {}, 400, 'invalid_request'],
    ['a large body', `${grant}&x=${'x'.repeat(70_000)}`, {}, 413, 'invalid_request'],
  ])('%s', async (_, body, sent, status, error) => {
    const response = await post(body, sent)
    expect([response.status, (await json(response)).error]).toEqual([status, error])
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('GET is not allowed', async () => {
    const response = await idp.fetch(new Request(`${issuer}/token`))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })
})

test('no form causes an internal error', async () => {
  const name = fc.oneof(
    fc.constantFrom('grant_type', 'scope', 'resource', 'audience', 'client_id', '__proto__'),
    fc.string(),
  )
  const value = fc.oneof(fc.constant('client_credentials'), fc.webUrl(), fc.string({ unit: 'binary' }))
  const pairs = fc.array(fc.tuple(name, value)).map((some) => String(new URLSearchParams(some)))
  const body = fc.oneof(
    pairs,
    fc.string(),
    fc.uint8Array().map((bytes) => new Uint8Array(bytes)),
  )
  const authorization = fc.oneof(
    fc.constant(validCredentials),
    fc.constant(null),
    fc.base64String().map((text) => `Basic ${text}`),
    fc.stringMatching(/^[\x21-\x7e][\x20-\x7e]*$/),
  )
  const part = fc.oneof(fc.json(), fc.constant('{"typ":"dpop+jwt","alg":"ES256","jwk":{}}'), fc.string())
  const dpop = fc.oneof(
    fc.constant(null),
    fc
      .array(part, { maxLength: 4 })
      .map((parts) => parts.map((text) => Buffer.from(text).toString('base64url')).join('.')),
    fc.stringMatching(/^[\x21-\x7e]+$/),
  )
  await fc.assert(
    fc.asyncProperty(body, authorization, dpop, async (some, credentials, proof) => {
      const response = await post(some, { authorization: credentials, dpop: proof })
      const { status, headers } = response
      expect(status).toBeLessThan(500)
      expect(headers.get('cache-control')).toBe('no-store')
      if (status >= 400)
        expect(await json(response)).toMatchObject({ error: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/) })
    }),
    { numRuns: 300 },
  )
})
