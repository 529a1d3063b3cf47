import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createIdp } from '../index.ts'
import { createPathParser } from './tenants.ts'

const known = '/.well-known/openid-configuration'
const server = '/.well-known/oauth-authorization-server'

describe('parsing a path', () => {
  const reserved = new Set(['token', 'v1', '.well-known'])

  test.each([
    ['', '/token', { tenant: '', path: '/token' }],
    ['', '/', { tenant: '', path: '/' }],
    ['', '/acme/token', { tenant: 'acme', path: '/token' }],
    ['', '/acme', { tenant: 'acme', path: '/' }],
    ['', '/v1/users/a', { tenant: '', path: '/v1/users/a' }],
    ['', `/acme${known}`, { tenant: 'acme', path: known }],
    ['', `${known}/acme`, { tenant: 'acme', path: known }],
    ['', `${server}/acme`, { tenant: 'acme', path: server }],
    ['', server, { tenant: '', path: server }],
    ['', '/favicon.ico', undefined],
    ['', `/${'a'.repeat(65)}/token`, undefined],
    ['/t', '/t/token', { tenant: '', path: '/token' }],
    ['/t', '/t/acme/token', { tenant: 'acme', path: '/token' }],
    ['/t', `${server}/t`, { tenant: '', path: server }],
    ['/t', `${server}/t/acme`, { tenant: 'acme', path: server }],
    ['/t', '/token', undefined],
    ['/t', '/tea/token', undefined],
    ['/t', '/_control/keys', { tenant: '', path: '/_control/keys' }],
  ])('with prefix %j: %s', (prefix, path, tenantPath) => {
    expect(createPathParser(prefix, reserved)(path)).toEqual(tenantPath)
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.constantFrom('', '/t'), (path, prefix) => {
        const tenantPath = createPathParser(prefix, reserved)(path)
        expect(tenantPath === undefined || tenantPath.path.startsWith('/')).toBe(true)
      }),
    )
  })
})

describe('issuers below the root issuer', () => {
  const get = async (idp: ReturnType<typeof createIdp>, path: string) =>
    idp.fetch(new Request(`http://idp.test${path}`))

  test('are created by their first use, but not by a request for their home page', async () => {
    const idp = createIdp({ issuer: 'http://idp.test', keys: ['ES256'] })
    expect((await get(idp, '/acme')).status).toBe(404)
    expect(await (await get(idp, `/acme${known}`)).json()).toMatchObject({
      issuer: 'http://idp.test/acme',
      jwks_uri: 'http://idp.test/acme/jwks',
    })
    expect((await get(idp, '/acme')).status).toBe(200)
  })

  test('are derived from the Host if issuerFromHost is set', async () => {
    const idp = createIdp({ issuer: 'http://idp.test', issuerFromHost: true, keys: ['ES256'] })
    const answer = await idp.fetch(new Request(`http://other.test:81/acme${known}`))
    expect(await answer.json()).toMatchObject({
      issuer: 'http://other.test:81/acme',
      token_endpoint: 'http://other.test:81/acme/token',
    })
  })

  test('are rejected beyond the maximum number', async () => {
    const idp = createIdp({ issuer: 'http://idp.test', keys: ['ES256'] })
    for (let name = 0; name < 10_000; name++) expect((await get(idp, `/t${name}${known}`)).status).toBe(200)
    const rejected = await get(idp, `/one-more${known}`)
    expect([rejected.status, await rejected.json()]).toMatchObject([503, { error: 'temporarily_unavailable' }])
    expect((await get(idp, `/t1${known}`)).status).toBe(200)
  })
})
