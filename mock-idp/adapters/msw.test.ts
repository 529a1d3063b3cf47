import { createRemoteJWKSet, jwtVerify } from 'jose'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createIdp } from '../index.ts'
import { idpHandlers } from './msw.ts'

const issuer = 'https://idp.example'
const idp = createIdp({ issuer, keys: ['ES256'] })
const server = setupServer(...idpHandlers(idp))

beforeAll(() => server.listen())
afterEach(() => idp.reset())
afterAll(() => server.close())

test('requests of the process are answered by the issuer', async () => {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'conformance',
    client_secret: 'conformance-secret',
    audience: 'my-api',
  })
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body })
  const { access_token } = (await answer.json()) as { readonly access_token: string }
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`))
  const { payload } = await jwtVerify(access_token, keys, { issuer, audience: 'my-api' })
  expect(payload.sub).toBe('conformance')
})

test('faults are applied, including a dropped connection', async () => {
  await idp.faults.add({ kind: 'drop', endpoint: 'jwks', times: 1 })
  await expect(fetch(`${issuer}/jwks`)).rejects.toThrow(TypeError)
  await idp.faults.add({ kind: 'status', endpoint: 'jwks', times: 1, status: 500 })
  expect((await fetch(`${issuer}/jwks`)).status).toBe(500)
  expect((await fetch(`${issuer}/jwks`)).status).toBe(200)
})
