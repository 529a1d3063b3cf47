import { describe, expect, test } from 'vitest'
import { createIdp } from '../../index.ts'

const create = (issuer: string, origin?: string) =>
  createIdp({ issuer, keys: ['ES256', 'EdDSA'], ...(origin && { origin }) })

const get = async (idp: ReturnType<typeof create>, url: string, headers: Record<string, string> = {}) =>
  idp.fetch(new Request(url, { headers }))

describe('the metadata', () => {
  test('names only what exists', async () => {
    const idp = create('https://idp.example')
    const openid = await get(idp, 'https://idp.example/.well-known/openid-configuration')
    const metadata = (await openid.json()) as Readonly<Record<string, unknown>>
    const endpoints = Object.entries(metadata).filter(([name]) => /_endpoint$|^jwks_uri$/.test(name))
    expect(endpoints.length).toBeGreaterThan(9)
    for (const [name, url] of endpoints) {
      const asked = await idp.fetch(new Request(String(url), { method: 'DELETE' }))
      expect([name, asked.status]).toEqual([name, 405])
    }
    expect(metadata).toMatchObject({
      issuer: 'https://idp.example',
      token_endpoint: 'https://idp.example/token',
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      id_token_signing_alg_values_supported: ['ES256', 'EdDSA'],
    })
    expect(metadata.grant_types_supported).not.toContain('password')
    const server = await get(idp, 'https://idp.example/.well-known/oauth-authorization-server')
    expect(metadata).toMatchObject((await server.json()) as object)
  })

  test('names what the settings support', async () => {
    const idp = createIdp({ issuer: 'https://idp.example', keys: ['ES256'], passwordGrant: true, pkce: 'plain' })
    const metadata = await (await get(idp, 'https://idp.example/.well-known/openid-configuration')).json()
    expect(metadata).toMatchObject({
      grant_types_supported: expect.arrayContaining(['password']),
      code_challenge_methods_supported: ['S256', 'plain'],
    })
  })

  test.each([
    ['https://idp.example/', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server', '/jwks'],
    [
      'https://idp.example/t',
      '/t/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server/t',
      '/t/jwks',
    ],
    [
      'https://idp.example/t/',
      '/t/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server/t',
      '/t/jwks',
    ],
    [
      'HTTPS://IDP.example:443',
      '/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server',
      '/jwks',
    ],
  ])('of %s has the issuer byte for byte', async (issuer, openid, server, jwks) => {
    const idp = create(issuer)
    for (const path of [openid, server]) {
      const metadata = await (await get(idp, `http://127.0.0.1:9000${path}`)).json()
      expect(metadata).toMatchObject({ issuer, jwks_uri: `https://idp.example${jwks}` })
    }
    expect((await get(idp, `http://127.0.0.1:9000${jwks}`)).status).toBe(200)
    expect(idp.jwksUri).toBe(`https://idp.example${jwks}`)
  })

  test('names endpoints at another origin if one is configured', async () => {
    const idp = create('https://idp.example/t/', 'http://127.0.0.1:9000')
    expect(idp.jwksUri).toBe('http://127.0.0.1:9000/t/jwks')
  })

  test.each([
    'idp.example',
    'ftp://idp.example',
    'https://idp.example?x',
    'https://idp.example/:id',
    'https://a@idp.example',
  ])('rejects the issuer %s', (issuer) => {
    expect(() => create(issuer)).toThrow(expect.objectContaining({ code: 'OPTIONS' }))
  })
})

describe('the documents', () => {
  const idp = create('http://idp.test')
  const urls = ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server', '/jwks']

  test.each(urls)('%s can be cached with its ETag', async (path) => {
    const first = await get(idp, `http://idp.test${path}`)
    expect(first.headers.get('content-type')).toBe('application/json')
    expect(first.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/)
    const etag = first.headers.get('etag') ?? ''
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(idp, `http://idp.test${path}`, { 'if-none-match': held })
      expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    }
    expect((await get(idp, `http://idp.test${path}`, { 'if-none-match': '"other"' })).status).toBe(200)
  })

  test('a rotation changes the ETag of the JWK Set', async () => {
    const before = await get(idp, 'http://idp.test/jwks')
    await idp.rotate({ alg: 'ES256' })
    const after = await get(idp, 'http://idp.test/jwks', { 'if-none-match': before.headers.get('etag') ?? '' })
    expect(after.status).toBe(200)
    expect(await after.json()).toEqual(await idp.jwks())
  })

  test('HEAD sends the header fields and no body, POST is not allowed', async () => {
    const head = await idp.fetch(new Request('http://idp.test/jwks', { method: 'HEAD' }))
    expect([head.status, await head.text()]).toEqual([200, ''])
    const post = await idp.fetch(new Request('http://idp.test/jwks', { method: 'POST' }))
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('the home page lists the endpoints; unknown paths are rejected with a hint', async () => {
    const page = await get(idp, 'http://idp.test/')
    expect(page.headers.get('content-type')).toMatch(/^text\/plain/)
    const text = await page.text()
    for (const path of [...urls, '/token']) expect(text).toContain(`http://idp.test${path}`)
    expect((await get(idp, 'http://idp.test/nowhere')).status).toBe(404)
  })
})
