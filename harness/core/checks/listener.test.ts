import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { openListener } from './listener.ts'

test('answers what it is given, and records what it was asked', async () => {
  const trap = await openListener((path) => (path === '/jwks.json' ? '{"keys":[]}' : undefined))
  expect(trap.requests).toEqual([])
  expect(await (await fetch(`${trap.url}/jwks.json`)).json()).toEqual({ keys: [] })
  expect((await fetch(`${trap.url}/other`)).status).toBe(404)
  expect(trap.requests).toEqual(['GET /jwks.json', 'GET /other'])
  await trap.close()
})

test('notices what is no HTTP, such as TLS', async () => {
  const trap = await openListener(() => undefined)
  const socket = connect(Number(new URL(trap.url).port), '127.0.0.1', () => socket.write('\x16\x03\x01\x00\n'))
  socket.on('error', () => {})
  await once(socket, 'close')
  expect(trap.requests).toEqual(['bytes that are no HTTP request'])
  await trap.close()
})
