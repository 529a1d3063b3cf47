import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedIdp, serveIdp } from './adapters/node.ts'
import { connectIdp } from './client.ts'

let served: ServedIdp
beforeAll(async () => {
  served = await serveIdp({ port: 0, keys: ['ES256'], issuer: 'https://tenant.example/t/' })
})
afterAll(() => served.close())

test('a remote issuer behaves like the one in process', async () => {
  const remote = await connectIdp(served.url)
  expect([remote.issuer, remote.jwksUri]).toEqual([served.idp.issuer, served.idp.jwksUri])
  expect(await remote.jwks()).toEqual(await served.idp.jwks())
  const [rotated] = await remote.rotate()
  await remote.withdraw(rotated?.previous ?? '')
  expect(await remote.keys()).toEqual(await served.idp.keys())
  const keys = createLocalJWKSet({ keys: [...(await remote.jwks()).keys] })
  const { payload } = await jwtVerify(await remote.mint({ claims: { sub: 'a' } }), keys, { issuer: served.idp.issuer })
  expect(payload.sub).toBe('a')
})

test('errors are the same as in process', async () => {
  const remote = await connectIdp(served.url)
  await expect(remote.mint({ alg: 'XS256' })).rejects.toMatchObject({ name: 'IdpError', code: 'UNKNOWN_ALG' })
  await expect(remote.withdraw('nowhere')).rejects.toMatchObject({ code: 'UNKNOWN_KEY' })
})

describe('the error of a failed connection says what to do', () => {
  test('if nothing listens', async () => {
    const closed = await serveIdp({ port: 0, keys: ['ES256'] })
    await closed.close()
    const message = expect.stringContaining('"auth-conformance idp" starts one')
    await expect(connectIdp(closed.url)).rejects.toMatchObject({ code: 'UNREACHABLE', message })
  })

  test('if the URL is not valid', async () => {
    await expect(connectIdp('9000')).rejects.toMatchObject({ code: 'OPTIONS' })
  })

  test('if the control API is off or requires a key', async () => {
    await using closed = await serveIdp({ port: 0, hostname: '0.0.0.0', keys: ['ES256'] })
    const off = expect.stringMatching(/404.*control key/)
    await expect(connectIdp(closed.url)).rejects.toMatchObject({ code: 'CONTROL_REJECTED', message: off })
    await using keyed = await serveIdp({ port: 0, keys: ['ES256'], controlKey: 'secret' })
    const wrong = expect.stringMatching(/401.*control key/)
    await expect(connectIdp(keyed.url)).rejects.toMatchObject({ code: 'CONTROL_REJECTED', message: wrong })
    expect((await connectIdp(keyed.url, { controlKey: 'secret' })).issuer).toBe(keyed.url)
  })

  test('if another server responds, or none in time', async () => {
    const other = createServer((request, response) => request.url === '/_control/keys' && response.end('hello'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    await expect(connectIdp(url)).rejects.toMatchObject({ message: expect.stringContaining('not JSON') })
    other.removeAllListeners('request')
    await expect(connectIdp(url, { timeout: 20 })).rejects.toMatchObject({ message: expect.stringContaining('20 ms') })
    other.closeAllConnections()
    other.close()
  })
})
