import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createInProcess } from '../test/support/in-process.ts'

const routes = [
  ...['mint', 'rotate', 'withdraw', 'restore', 'rotation', 'verify', 'reset', 'clock', 'faults'].map(
    (path) => ['POST', path] as const,
  ),
  ...['keys', 'faults', 'clock', 'journal', 'users', 'clients', 'settings', 'flaws', 'tenants'].map(
    (path) => ['GET', path] as const,
  ),
  ...['faults', 'journal', 'users/a', 'clients/a', 'tenants/a'].map((path) => ['DELETE', path] as const),
  ...['users/a', 'users/%ff', 'clients/a', 'clients/%00'].map((path) => ['PUT', path] as const),
  ['PATCH', 'settings'] as const,
]

/** Members of requests, with valid and invalid values. */
const member = fc.constantFrom(
  ...['alg', 'kid', 'header', 'claims', 'withoutClaims', 'rawHeader', 'rawPayload', 'signature', 'now', 'flaw', 'mode'],
  ...['overlap', 'every', 'announce', 'endpoint', 'kind', 'times', 'status', 'ms', 'bytes', 'location', 'contentType'],
  ...['set', 'advance', 'freeze', 'reset', 'token', 'sub', 'password', 'clientId', 'redirectUris', 'jwks', 'lifetimes'],
  ...['accessTokens', 'audience', 'signIn', 'pkce', 'clients', 'users', '__proto__', 'constructor'],
)
const value = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('ES256', 'none', 'status', 'stale-jwks', '-5m', '1e400', 'at+jwt', -1, 0, 1, 2 ** 53, 1e308, true),
  fc.string({ unit: 'binary' }),
)
const json = fc.oneof(
  fc.dictionary(member, value).map((members) => JSON.stringify(members)),
  fc.json(),
)
const body = fc.oneof({ weight: 4, arbitrary: json }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) })

const type = fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain', 'x')

test('for any request, the control API answers with JSON and the issuer stays available', async () => {
  const { idp, send, post } = createInProcess()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), body, type, async ([method, path], sent, contentType) => {
      const init = method === 'GET' ? {} : { body: sent as string, headers: { 'content-type': contentType } }
      const { status, headers, body: answered } = await send(method, `/_control/${path}`, init)
      expect(status, `${method} ${path} ${String(sent)}`).toBeLessThan(500)
      expect(headers.get('content-type')).toMatch(/^application\/json/)
      if (status >= 400) expect(answered).toMatchObject({ error: expect.any(String) })
    }),
    { numRuns: 600 },
  )
  // The reset undoes intended changes, but would not repair a broken issuer.
  await idp.reset()
  const form = { grant_type: 'client_credentials', client_id: 'conformance', client_secret: 'conformance-secret' }
  expect((await post('/token', form)).status).toBe(200)
})
