import { describe, expect, it } from 'vitest'
import { completeTargetConfig, staticCredential } from '../config/target-config.ts'
import { composeAttempt, wireRequestOf } from './compose.ts'

describe('the request of an attempt', () => {
  const config = completeTargetConfig({
    target: 'http://127.0.0.1:1/me?page=1',
    fields: ['X-Tenant: a'],
    credential: staticCredential('abc', 'TOKEN'),
  })
  const compose = (attempt: Parameters<typeof composeAttempt>[0], of = config) =>
    composeAttempt(attempt, of, new URL(of.target), attempt.token ?? 'abc')

  it('is the valid request when nothing is changed', () => {
    expect(compose({})).toEqual({
      method: 'GET',
      target: '/me?page=1',
      fields: [
        'Host: 127.0.0.1:1',
        'User-Agent: auth-conformance',
        'Accept: */*',
        'Authorization: Bearer abc',
        'X-Tenant: a',
      ],
    })
  })

  it('replaces, repeats or leaves out the Authorization field', () => {
    const lines = (authorization: readonly string[]) =>
      compose({ authorization }).fields.filter((line) => line.startsWith('Authorization'))
    expect(lines([])).toEqual([])
    expect(lines(['Basic x', 'Bearer y'])).toEqual(['Authorization: Basic x', 'Authorization: Bearer y'])
  })

  it('adds to the query and lets fields of its own replace the defaults', () => {
    const { target, fields } = compose({ query: 'access_token=abc', fields: ['Accept: text/html'] })
    expect(target).toBe('/me?page=1&access_token=abc')
    expect(fields.filter((line) => line.startsWith('Accept'))).toEqual(['Accept: text/html'])
  })

  it('presents a token in the channel of the configuration', () => {
    const keyed = { ...config, channel: { field: 'X-API-Key', scheme: '' } }
    expect(compose({ token: 'other' }, keyed).fields).toContain('X-API-Key: other')
    expect(compose({ authorization: [] }, keyed).fields.join()).not.toContain('abc')
  })

  it('sends the body of the config with its length in bytes', () => {
    const posting = { ...config, method: 'POST', body: '{"a":"\u00e9"}' }
    expect(compose({}, posting)).toMatchObject({ method: 'POST', body: posting.body })
    expect(compose({}, posting).fields.at(-1)).toBe('Content-Length: 9')
    expect(compose({ method: 'GET' }, posting).body).toBeUndefined()
  })
})

describe('the bytes of an attempt', () => {
  const target = 'http://127.0.0.1:1/me'
  const config = completeTargetConfig({ target, credential: staticCredential('abc', 'TOKEN') })
  const input = { config, token: 'abc', mint: async () => 'minted' }
  const bytes = async (...[attempt, pool]: [Parameters<typeof wireRequestOf>[0], string?]) =>
    Buffer.from((await wireRequestOf(attempt, input, new URL(target), pool)).bytes).toString('latin1')

  it('ask to close a fresh connection, but not one of a pool, or one that is upgraded', async () => {
    expect(await bytes({})).toContain('\r\nConnection: close\r\n')
    expect(await bytes({}, 'control')).not.toContain('Connection')
    expect(await bytes({ fields: ['connection: Upgrade'] })).not.toContain('close')
  })

  it('hold the valid token, another one, or one that is minted', async () => {
    expect(await bytes({})).toContain('Bearer abc\r\n')
    expect(await bytes({ token: 'other' })).toContain('Bearer other\r\n')
    expect(await bytes({ jwt: { claims: {} } })).toContain('Bearer minted\r\n')
  })
})
