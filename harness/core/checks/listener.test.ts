import { once } from 'node:events'
import { get } from 'node:https'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { createAuthority } from '../../../mock-idp/adapters/tls/authority.ts'
import { certificatesOf } from '../../targets/tls-authority.ts'
import { openListener } from './listener.ts'

test('answers what it is given, and records what it was asked', async () => {
  const trap = await openListener((path) => (path === '/jwks.json' ? '{"keys":[]}' : undefined))
  expect(trap.requests).toEqual([])
  expect(await (await fetch(`${trap.url}/jwks.json`)).json()).toEqual({ keys: [] })
  expect((await fetch(`${trap.url}/other`)).status).toBe(404)
  expect(trap.requests).toEqual(['GET /jwks.json', 'GET /other'])
  await trap.close()
})

test('answers over TLS to who trusts its certificate, and records nothing of others', async () => {
  const authority = await createAuthority()
  const listener = await openListener(() => '{"keys":[]}', await certificatesOf(authority).certificate('trusted'))
  const ask = (ca?: string) =>
    new Promise<number | undefined>((resolve) => {
      get(`${listener.url}/jwks.json`, { ...(ca !== undefined && { ca }), agent: false }, (response) =>
        resolve(response.resume().statusCode),
      ).on('error', () => resolve(undefined))
    })
  expect(await ask()).toBeUndefined()
  expect(listener.requests).toEqual([])
  expect(await ask(authority.ca)).toBe(200)
  expect(listener.requests).toEqual(['GET /jwks.json'])
  await listener.close()
})

test('notices what is no HTTP, such as TLS', async () => {
  const trap = await openListener(() => undefined)
  const socket = connect(Number(new URL(trap.url).port), '127.0.0.1', () => socket.write('\x16\x03\x01\x00\n'))
  socket.on('error', () => {})
  await once(socket, 'close')
  expect(trap.requests).toEqual(['bytes that are no HTTP request'])
  await trap.close()
})
