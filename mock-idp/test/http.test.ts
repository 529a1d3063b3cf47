import { getRequestListener } from '@hono/node-server'
import request from 'supertest'
import { expect, test } from 'vitest'
import { createIdp } from '../index.ts'

/** What only an HTTP server shows: HEAD without a body, Content-Length, and the idp as a handler in a server of the user. */
const idp = createIdp({ issuer: 'http://idp.test', keys: ['ES256'] })
const server = request(getRequestListener(idp.fetch, { overrideGlobalObjects: false }))

const documents = ['/jwks', '/.well-known/openid-configuration']

test.each(documents)('HEAD %s has the header fields of GET and no body', async (path) => {
  const get = await server.get(path).expect(200)
  const head = await server
    .head(path)
    .expect(200)
    .expect('etag', get.headers.etag ?? '')
  expect([head.text ?? '', head.headers['content-type']]).toEqual(['', 'application/json'])
})

test.each(documents)('GET %s with its ETag is answered with 304 and no body', async (path) => {
  const { headers } = await server.get(path)
  const { text } = await server
    .get(path)
    .set('If-None-Match', headers.etag ?? '')
    .expect(304)
  expect(text).toBe('')
})

test('a token request with client_secret_basic', async () => {
  const { body } = await server
    .post('/token')
    .auth('conformance', 'conformance-secret')
    .type('form')
    .send({ grant_type: 'client_credentials' })
    .expect(200)
    .expect('cache-control', 'no-store')
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300 })
})

test('a preflight request of a browser client', async () => {
  await server
    .options('/token')
    .set('Origin', 'https://app.example')
    .set('Access-Control-Request-Headers', 'dpop')
    .expect(204)
    .expect('access-control-allow-origin', '*')
    .expect('access-control-allow-methods', 'POST')
    .expect('access-control-allow-headers', 'dpop')
})

test('a method that is not allowed', async () => {
  await server.post('/jwks').expect(405).expect('allow', 'GET, HEAD')
})
