import { describe, expect, test } from 'vitest'
import { changeSettings, defaultSettings } from '../settings.ts'
import { createInProcess, credentials } from '../test/support/in-process.ts'
import { grantTypesOf } from './index.ts'

/** Every grant is on. */
const options = { passwordGrant: true }
const grantTypes = grantTypesOf(changeSettings(defaultSettings, options))

describe.each(grantTypes)('the grant %s', (grant_type) => {
  test('is named in the metadata', async () => {
    const { body } = await createInProcess(options).get('/.well-known/openid-configuration')
    expect(body.grant_types_supported).toContain(grant_type)
  })

  test('requires client authentication', async () => {
    const { post } = createInProcess(options)
    const wrong = await post('/token', { grant_type, ...credentials, client_secret: 'wrong' })
    expect([wrong.status, wrong.body.error]).toEqual([401, 'invalid_client'])
  })

  test('is rejected for a client that is not registered for it', async () => {
    const clients = [{ clientId: 'app', clientSecret: 'a-secret', grantTypes: ['none'] }]
    const { post } = createInProcess({ ...options, clients })
    const { body } = await post('/token', { grant_type, client_id: 'app', client_secret: 'a-secret' })
    expect(body.error).toBe('unauthorized_client')
  })

  test('issues a token, or rejects a request without its parameters', async () => {
    const { post } = createInProcess(options)
    const { status, headers, body } = await post('/token', { grant_type, ...credentials })
    expect(headers.get('cache-control')).toBe('no-store')
    if (status === 200) expect(body).toMatchObject({ access_token: expect.any(String), token_type: 'Bearer' })
    else expect([status, body.error]).toEqual([400, 'invalid_request'])
  })
})
