import { describe, expect, test } from 'vitest'
import { createInProcess, credentials } from '../../test/support/in-process.ts'

const clients = [
  { clientId: 'conformance', clientSecret: 'conformance-secret', anyLoopbackRedirect: true },
  { clientId: 'other', clientSecret: 'other-secret' },
]

const start = async (options = {}) => {
  const { signIn, post } = createInProcess({ clients, ...options })
  const tokens = await signIn()
  const isActive = async (token: string): Promise<boolean> =>
    (await post('/introspect', { token, ...credentials })).body.active
  const revoke = (token: string, form = {}) => post('/revoke', { token, ...credentials, ...form })
  return { ...tokens, isActive, revoke }
}

describe('revoke', () => {
  test.each(['at+jwt', 'opaque'])('revokes an access token of format %s, and no other', async (accessTokens) => {
    const { access, refresh, isActive, revoke } = await start({ accessTokens })
    const { status, text } = await revoke(access)
    expect([status, text]).toEqual([200, ''])
    expect(await isActive(access)).toBe(false)
    expect(await isActive(refresh)).toBe(true)
  })

  test.each(['refresh_token', 'access_token', 'pigeon'])(
    'ends a family by its refresh token, hinted %s',
    async (token_type_hint) => {
      const { access, refresh, isActive, revoke } = await start()
      expect((await revoke(refresh, { token_type_hint })).status).toBe(200)
      expect([await isActive(access), await isActive(refresh)]).toEqual([false, false])
    },
  )

  test('succeeds also for a revoked and for an unknown token', async () => {
    const { access, revoke } = await start()
    expect([(await revoke(access)).status, (await revoke(access)).status, (await revoke('x.y.z')).status]).toEqual([
      200, 200, 200,
    ])
  })

  test('rejects tokens of other clients', async () => {
    const { access, refresh, isActive, revoke } = await start()
    for (const token of [access, refresh]) {
      const { status, body } = await revoke(token, { client_id: 'other', client_secret: 'other-secret' })
      expect([status, body.error, await isActive(token)]).toEqual([400, 'invalid_grant', true])
    }
  })

  test('rejects an unknown client, and a request without a token', async () => {
    const { access, isActive, revoke } = await start()
    expect((await revoke(access, { client_secret: 'wrong' })).status).toBe(401)
    expect(await isActive(access)).toBe(true)
    expect((await revoke('')).body.error).toBe('invalid_request')
  })
})
