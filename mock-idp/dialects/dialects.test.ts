import { describe, expect, test } from 'vitest'
import { serveIdp } from '../adapters/node.ts'
import { createInProcess } from '../test/support/in-process.ts'
import type { DialectName } from './dialect.ts'

const login = '/classic-models/api/auth/login'
const credentials = { username: 'demo', password: 'demo123' }
const secretKey = { authorization: 'Bearer sk_test_any' }

const statuses = async (dialects?: readonly DialectName[]) => {
  const { get, postJson } = createInProcess(dialects && { dialects })
  return {
    'classic-models': (await postJson(login, credentials)).status,
    clerk: (await get('/v1/users/alice', secretKey)).status,
  }
}

describe('dialects', () => {
  test('are off by default', async () => {
    expect(await statuses()).toEqual({ 'classic-models': 404, clerk: 404 })
  })

  test('are on where they are named, and only those', async () => {
    expect(await statuses(['clerk'])).toEqual({ 'classic-models': 404, clerk: 200 })
    expect(await statuses(['classic-models'])).toEqual({ 'classic-models': 200, clerk: 404 })
    expect(await statuses(['clerk', 'classic-models'])).toEqual({ 'classic-models': 200, clerk: 200 })
  })

  test('of an unknown name are an error that lists the known ones', async () => {
    const dialects = ['auth0'] as unknown as DialectName[]
    const message = 'There is no dialect "auth0"; use clerk or classic-models.'
    await expect(serveIdp({ port: 0, dialects })).rejects.toMatchObject({ code: 'OPTIONS', message })
  })
})
