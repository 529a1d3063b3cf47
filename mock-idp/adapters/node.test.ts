import { once } from 'node:events'
import { connect } from 'node:net'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { serveIdp } from './node.ts'

const form = 'grant_type=client_credentials&client_id=conformance&client_secret=conformance-secret'

const formType = 'application/x-www-form-urlencoded'

const requestToken = (url: string, body: string | ReadableStream) =>
  fetch(`${url}/token`, { method: 'POST', headers: { 'content-type': formType }, body, duplex: 'half' })

const json = async (response: Response) => (await response.json()) as { readonly [member: string]: string }

test('a token from the token endpoint verifies with the keys from the JWK Set', async () => {
  await using served = await serveIdp({ port: 0 })
  const { access_token = '' } = await json(await requestToken(served.url, form))
  const { issuer = '', jwks_uri = '' } = await json(await fetch(`${served.url}/.well-known/openid-configuration`))
  expect(issuer).toBe(served.url)
  const { payload, protectedHeader } = await jwtVerify(access_token, createRemoteJWKSet(new URL(jwks_uri)), { issuer })
  expect([payload.sub, protectedHeader.alg]).toEqual(['conformance', 'RS256'])
})

test('the globals of the process are not changed', async () => {
  const before = [Request, Response]
  await using served = await serveIdp({ port: 0, keys: ['ES256'] })
  await fetch(served.url)
  expect(Request).toBe(before[0])
  expect(Response).toBe(before[1])
})

describe('the issuer', () => {
  const keys = ['ES256']

  test('with another port leaves the endpoints at the listening address', async () => {
    await using served = await serveIdp({ port: 0, keys, issuer: 'https://tenant.example/' })
    expect([served.idp.issuer, served.idp.jwksUri]).toEqual(['https://tenant.example/', `${served.url}/jwks`])
  })

  test('with the same port is the URL of the endpoints, and so is an origin', async () => {
    const free = await serveIdp({ port: 0, keys })
    const { port } = new URL(free.url)
    await free.close()
    await using served = await serveIdp({ port: Number(port), keys, issuer: `http://localhost:${port}/` })
    expect(served.idp.jwksUri).toBe(`http://localhost:${port}/jwks`)
    await using other = await serveIdp({ port: 0, keys, issuer: 'https://a.example', origin: 'https://b.example' })
    expect(other.idp.jwksUri).toBe('https://b.example/jwks')
  })

  test('that is not valid frees the port again', async () => {
    await expect(serveIdp({ port: 0, issuer: 'nonsense' })).rejects.toMatchObject({ code: 'OPTIONS' })
  })
})

describe('the control API', () => {
  test('needs no key on a loopback address only', async () => {
    await using local = await serveIdp({ port: 0, keys: ['ES256'] })
    expect((await fetch(`${local.url}/_control/keys`)).status).toBe(200)
    await using all = await serveIdp({ port: 0, hostname: '0.0.0.0', keys: ['ES256'] })
    expect(all.url).toMatch(/^http:\/\/localhost:/)
    const { port } = new URL(all.url)
    expect((await fetch(`http://127.0.0.1:${port}/_control/keys`)).status).toBe(404)
  })
})

describe('the socket', () => {
  test('reports a port that is in use', async () => {
    await using served = await serveIdp({ port: 0, keys: ['ES256'] })
    const port = Number(new URL(served.url).port)
    const message = expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`)
    await expect(serveIdp({ port })).rejects.toMatchObject({ code: 'PORT_TAKEN', message })
  })

  test('reports an address that cannot be used', async () => {
    await expect(serveIdp({ port: 0, hostname: '192.0.2.1' })).rejects.toMatchObject({ code: 'CANNOT_LISTEN' })
  })

  test('closes at once, also during a request and when called twice', async () => {
    const served = await serveIdp({ port: 0, keys: ['ES256'] })
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1')
    const ended = once(socket.resume(), 'close')
    const head = `POST /token HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nContent-Type: ${formType}\r\n\r\n`
    await new Promise((resolve) => socket.write(head, resolve))
    await fetch(served.url)
    await served.close()
    await served.close()
    await ended
  })

  test('rejects a large body and stays available', async () => {
    await using served = await serveIdp({ port: 0, keys: ['ES256'] })
    const chunked = new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.alloc(10_000, 'a')) })
    expect((await requestToken(served.url, form + '&x='.padEnd(100_000, 'x'))).status).toBe(413)
    expect((await requestToken(served.url, chunked)).status).toBe(413)
    expect((await requestToken(served.url, form)).status).toBe(200)
  })
})
