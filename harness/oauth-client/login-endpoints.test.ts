import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Attempt } from '../model/expectation.ts'
import type { Features } from '../model/features.ts'
import { endpointsOf } from './login-endpoints.ts'

const declared: NonNullable<Features['login']> = {
  rules: 'application',
  path: '/login',
  refresh: '/refresh',
  username: 'demo',
  password: { env: 'PASSWORD' },
  with: {},
  names: { username: 'username', password: 'password' },
  rotates: true,
  grace: 0,
}

const endpoints = (changes: Partial<typeof declared> = {}) =>
  endpointsOf({ features: { login: { ...declared, ...changes } }, secrets: { PASSWORD: 'pä55', SECRET: 's3cret' } })

const bodyOf = ({ body = '' }: Attempt): string => Buffer.from(body, 'latin1').toString('utf8')
const formOf = (attempt: Attempt) => [...new URLSearchParams(bodyOf(attempt))]

describe('an application', () => {
  test('takes JSON, its tokens by their names', () => {
    const { logIn, refresh, logOut, tokensOf } = endpoints({ logout: '/logout' })
    expect(logIn()).toMatchObject({
      method: 'POST',
      path: '/login',
      authorization: [],
      captureMembers: expect.any(Array),
    })
    expect(JSON.parse(bodyOf(logIn()))).toEqual({ username: 'demo', password: 'pä55' })
    expect(JSON.parse(bodyOf(logIn({ password: undefined })))).toEqual({ username: 'demo' })
    expect(JSON.parse(bodyOf(refresh(null)))).toEqual({ refresh: null })
    const tokens = { access: 'a', refresh: 'r', idToken: undefined }
    expect(logOut(tokens)).toMatchObject({ path: '/logout', token: 'a', body: '{"refresh":"r"}' })
    expect(logOut(tokens)).not.toHaveProperty('authorization')
    const answer = { captured: { access: 'a', refresh: 'r' } } as unknown as Parameters<typeof tokensOf>[0]
    expect(tokensOf(answer)).toEqual(tokens)
  })

  test('may have no logout', () => {
    expect(endpoints().logOut({ access: 'a', refresh: 'r', idToken: undefined })).toBeUndefined()
  })

  test('sends the last name of a nested token', () => {
    const { refresh } = endpoints({ names: { ...declared.names, refresh: 'data.renewal' } })
    expect(bodyOf(refresh('r'))).toBe('{"renewal":"r"}')
  })
})

test('a token endpoint takes forms with a grant and a client (RFC 6749 §2.3.1, §4.3.2, §6)', () => {
  const { logIn, refresh, logOut, confidential } = endpoints({
    rules: 'oauth',
    path: '/token',
    refresh: undefined,
    logout: '/revoke',
    client: { id: 'c', secret: { env: 'SECRET' } },
    with: { scope: 'offline_access' },
  })
  const client = [
    ['client_id', 'c'],
    ['client_secret', 's3cret'],
  ]
  const user = [
    ['username', 'demo'],
    ['password', 'pä55'],
  ]
  expect(confidential).toBe(true)
  expect(formOf(logIn())).toEqual([['grant_type', 'password'], ['scope', 'offline_access'], ...client, ...user])
  expect(refresh('r').path).toBe('/token')
  expect(formOf(refresh('r'))).toEqual([['grant_type', 'refresh_token'], ...client, ['refresh_token', 'r']])
  const out = logOut({ access: 'a', refresh: 'r', idToken: undefined })
  expect(out).toMatchObject({ path: '/revoke', authorization: [] })
  expect(formOf(out ?? {})).toEqual([...client, ['token', 'r'], ['token_type_hint', 'refresh_token']])
})

test('whatever the values, what is sent says them, as bytes', () => {
  const json = fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(bodyOf(endpoints().refresh(value)))).toEqual(JSON.parse(JSON.stringify({ refresh: value })))
  })
  fc.assert(json)
  const form = fc.property(fc.string({ unit: 'grapheme' }), (value) => {
    const attempt = endpoints({ format: 'form' }).refresh(value)
    expect(formOf(attempt)).toEqual([['refresh', value]])
    const inQuery = endpoints({ format: 'form' }).inQuery('GET', endpoints().refresh(value))
    expect(new URL(inQuery.path ?? '', 'http://a').searchParams.get('refresh')).toBe(value)
  })
  fc.assert(form)
})
