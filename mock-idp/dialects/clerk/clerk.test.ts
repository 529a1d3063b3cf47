import { describe, expect, test } from 'vitest'
import { bearer, createInProcess } from '../../test/support/in-process.ts'

const key = bearer('sk_test_anything')

describe('the dialect of Clerk', () => {
  test('describes a user', async () => {
    const { get } = createInProcess({ dialects: ['clerk'] })
    const { status, body } = await get('/v1/users/alice', key)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: 'alice',
      object: 'user',
      first_name: 'Alice',
      last_name: 'Example',
      primary_email_address_id: 'idn_alice_email',
      email_addresses: [
        { id: 'idn_alice_email', email_address: 'alice@idp.example', verification: { status: 'verified' } },
      ],
      phone_numbers: [],
      public_metadata: {},
    })
  })

  test('describes a user who has only a subject', async () => {
    const { get } = createInProcess({ dialects: ['clerk'], users: [{ sub: 'user_2abc' }] })
    expect((await get('/v1/users/user_2abc', key)).body).toMatchObject({
      id: 'user_2abc',
      first_name: null,
      primary_email_address_id: null,
      email_addresses: [],
    })
  })

  test('has every member that the Python SDK requires', async () => {
    const { get } = createInProcess({
      dialects: ['clerk'],
      users: [{ sub: 'user_2abc', claims: { email: 'a@idp.example', phone_number: '+1' } }],
    })
    const { body } = await get('/v1/users/user_2abc', key)
    const ofUser =
      'id object external_id primary_email_address_id primary_phone_number_id primary_web3_wallet_id username first_name ' +
      'last_name has_image public_metadata email_addresses phone_numbers web3_wallets passkeys password_enabled ' +
      'two_factor_enabled totp_enabled backup_code_enabled mfa_enabled_at mfa_disabled_at external_accounts saml_accounts ' +
      'enterprise_accounts last_sign_in_at banned locked lockout_expires_in_seconds verification_attempts_remaining ' +
      'updated_at created_at delete_self_enabled create_organization_enabled last_active_at legal_accepted_at'
    expect(Object.keys(body)).toEqual(expect.arrayContaining(ofUser.split(' ')))
    const common = ['object', 'reserved', 'verification', 'linked_to', 'created_at', 'updated_at']
    expect(Object.keys(body.email_addresses[0])).toEqual(expect.arrayContaining(['email_address', ...common]))
    expect(Object.keys(body.phone_numbers[0])).toEqual(expect.arrayContaining(['phone_number', ...common]))
  })

  test('deletes a user, once', async () => {
    const { get, send } = createInProcess({ dialects: ['clerk'] })
    const answer = await send('DELETE', '/v1/users/alice', { headers: key })
    expect([answer.status, answer.body]).toEqual([200, { id: 'alice', object: 'user', deleted: true }])
    for (const method of ['DELETE', 'GET']) {
      const again = await send(method, '/v1/users/alice', { headers: key })
      expect([again.status, again.body.errors[0].code]).toEqual([404, 'resource_not_found'])
    }
    expect((await get('/v1/users/bob', key)).status).toBe(200)
  })

  test('finds users by id, not by name', async () => {
    const { get } = createInProcess({ dialects: ['clerk'], users: [{ sub: 'user_1', username: 'ada' }] })
    expect((await get('/v1/users/ada', key)).status).toBe(404)
    expect((await get('/v1/users/user_1', key)).body.username).toBe('ada')
    expect((await get('/v1/users/%F0%9F%90%B4', key)).status).toBe(404)
  })

  test.each([
    ['no key', undefined, 'authorization_header_format_invalid'],
    ['a publishable key', 'Bearer pk_test_x', 'clerk_key_invalid'],
    ['another scheme', 'Basic sk_test_x', 'authorization_header_format_invalid'],
  ])('rejects %s', async (_, authorization, code) => {
    const { get } = createInProcess({ dialects: ['clerk'] })
    for (const path of ['/v1/users/alice', '/v1/jwks']) {
      const { status, body } = await get(path, authorization === undefined ? {} : { authorization })
      expect([status, body.errors]).toEqual([
        401,
        [{ code, message: expect.any(String), long_message: expect.any(String) }],
      ])
    }
  })

  test('publishes the keys of the issuer and of tenants', async () => {
    const { get } = createInProcess({ dialects: ['clerk'] })
    expect((await get('/v1/jwks', key)).body).toEqual((await get('/jwks')).body)
    expect((await get('/acme/v1/jwks', key)).body).toEqual((await get('/acme/jwks')).body)
  })
})
